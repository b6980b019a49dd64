/* Api.java: what Lucene 9.10 and later call otherwise than version 8.
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
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

final class Api {
    private Api() {
    }

    /* The best `count`; no more matches are counted than that, as this is the fastest. */
    static TopDocs top(IndexSearcher searcher, Query query, int count) throws IOException {
        return searcher.search(query, new TopScoreDocCollectorManager(count, null, count));
    }

    static Document stored(IndexSearcher searcher, int doc) throws IOException {
        return searcher.storedFields().document(doc);
    }

    static UnifiedHighlighter highlighter(IndexSearcher searcher, Analyzer analyzer) {
        return UnifiedHighlighter.builder(searcher, analyzer)
            .withBreakIterator(() -> BreakIterator.getSentenceInstance(Locale.ENGLISH))
            .build();
    }
}
