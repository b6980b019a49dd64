/* Api.java: what Lucene 8 calls otherwise than its later versions.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
import java.io.IOException;
import java.text.BreakIterator;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

final class Api {
    private Api() {
    }

    /* The best `count`; no more matches are counted than that, as this is the fastest. */
    static TopDocs top(IndexSearcher searcher, Query query, int count) throws IOException {
        TopScoreDocCollector collector = TopScoreDocCollector.create(count, count);
        searcher.search(query, collector);
        return collector.topDocs();
    }

    static Document stored(IndexSearcher searcher, int doc) throws IOException {
        return searcher.doc(doc);
    }

    static UnifiedHighlighter highlighter(IndexSearcher searcher, Analyzer analyzer) {
        UnifiedHighlighter highlighter = new UnifiedHighlighter(searcher, analyzer);
        highlighter.setBreakIterator(() -> BreakIterator.getSentenceInstance(Locale.ENGLISH));
        return highlighter;
    }
}
