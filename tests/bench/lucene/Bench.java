/* Bench.java: Lucene in make bench: indexes passages, answers queries and times each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   Bench index PASSAGES DIR [stop]    PASSAGES: a line each, TITLE<TAB>TEXT; stop: leave English stop words out
 *   Bench query DIR [stop]             standard input: MODE<TAB>WORDS; standard output: NANOSECONDS<TAB>NUMBER
 *
 * MODE and NUMBER are as driver.h, in the folder above, has them.  Api.java hides what differs between versions.
 */
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

public final class Bench {
    static final String FIELD = "body";
    static final int THREADS = 2;
    static final int LINES = 256;

    public static void main(String[] args) throws Exception {
        if (args.length >= 3 && args[0].equals("index")) {
            index(args[1], args[2], analyzer(args.length > 3));
        } else if (args.length >= 2 && args[0].equals("query")) {
            query(args[1], analyzer(args.length > 2));
        } else {
            System.err.println("Bench: index PASSAGES DIR [stop] | query DIR [stop]");
            System.exit(2);
        }
    }

    static Analyzer analyzer(boolean stop) {
        return stop ? new EnglishAnalyzer() : new EnglishAnalyzer(CharArraySet.EMPTY_SET);
    }

    /* Takes lines from the reader, some at a time, until there are none. */
    static void work(BufferedReader reader, IndexWriter writer) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.clear();
            synchronized (reader) {
                String line;
                while (lines.size() < LINES && (line = reader.readLine()) != null) {
                    lines.add(line);
                }
            }
            for (String line : lines) {
                Document document = new Document();
                document.add(new TextField(FIELD, line.replace('\t', '\n'), Field.Store.YES));
                writer.addDocument(document);
            }
        } while (!lines.isEmpty());
    }

    static void index(String passages, String dir, Analyzer analyzer) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        config.setRAMBufferSizeMB(256);
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        Exception[] failures = new Exception[THREADS];
        try (FSDirectory directory = FSDirectory.open(Paths.get(dir));
             IndexWriter writer = new IndexWriter(directory, config);
             BufferedReader reader = Files.newBufferedReader(Paths.get(passages), StandardCharsets.UTF_8)) {
            Thread[] threads = new Thread[THREADS];
            for (int i = 0; i < THREADS; i++) {
                final int me = i;
                threads[i] = new Thread(() -> {
                    try {
                        work(reader, writer);
                    } catch (IOException e) {
                        failures[me] = e;
                    }
                });
                threads[i].start();
            }
            for (int i = 0; i < THREADS; i++) {
                threads[i].join();
                if (failures[i] != null) {
                    throw failures[i];
                }
            }
            writer.forceMerge(1);
        }
    }

    /* Ten hits, their stored text and the two best sentences of each: the bytes handed out, so that all is made. */
    static long show(IndexSearcher searcher, UnifiedHighlighter highlighter, Query query) throws IOException {
        TopDocs top = Api.top(searcher, query, 10);
        long bytes = 0;
        for (int i = 0; i < top.scoreDocs.length; i++) {
            bytes += Api.stored(searcher, top.scoreDocs[i].doc).get(FIELD).length();
        }
        if (top.scoreDocs.length > 0) {
            for (String snippet : highlighter.highlight(FIELD, query, top, 2)) {
                bytes += snippet == null ? 0 : snippet.length();
            }
        }
        return bytes > 0 ? top.scoreDocs.length : 0;
    }

    static void query(String dir, Analyzer analyzer) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        try (FSDirectory directory = FSDirectory.open(Paths.get(dir));
             DirectoryReader index = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(index);
            searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
            searcher.setQueryCache(null); /* A query that is asked again is to be answered again. */
            UnifiedHighlighter highlighter = Api.highlighter(searcher, analyzer);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line;
            while ((line = in.readLine()) != null) {
                int tab = line.indexOf('\t');
                String mode = line.substring(0, tab);
                String words = line.substring(tab + 1);
                long number;
                long began = System.nanoTime();
                Query query = new QueryParser(FIELD, analyzer).parse(words);
                switch (mode) {
                case "TOP_10":
                    number = Api.top(searcher, query, 10).scoreDocs.length;
                    break;
                case "TOP_100":
                    number = Api.top(searcher, query, 100).scoreDocs.length;
                    break;
                case "COUNT":
                    number = searcher.count(query);
                    break;
                case "SHOW_10":
                    number = show(searcher, highlighter, query);
                    break;
                default:
                    throw new IllegalArgumentException("no such mode: " + mode);
                }
                out.println((System.nanoTime() - began) + "\t" + number);
            }
        }
    }
}
