/* main.rs: tantivy in make bench: indexes passages, answers queries and times each.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *   tantivy-bench index PASSAGES DIR   PASSAGES: a line each, TITLE<TAB>TEXT
 *   tantivy-bench query DIR            standard input: MODE<TAB>WORDS; standard output: NANOSECONDS<TAB>NUMBER
 */
use std::fs::File;
use std::io::{stdin, stdout, BufRead, BufReader, Write};
use std::time::Instant;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::schema::document::Value;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::{doc, Index, IndexWriter, Searcher, TantivyDocument};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const FIELD: &str = "body";
const THREADS: usize = 2;
const MEMORY: usize = 256 << 20;

fn schema() -> Schema {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut builder = Schema::builder();
    builder.add_text_field(FIELD, TextOptions::default().set_indexing_options(indexing).set_stored());
    builder.build()
}

fn index(passages: &str, dir: &str) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    let index = Index::create_in_dir(dir, schema())?;
    let body = index.schema().get_field(FIELD)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY)?;
    for line in BufReader::with_capacity(1 << 20, File::open(passages)?).lines() {
        writer.add_document(doc!(body => line?.replace('\t', "\n")))?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// Ten hits with their stored text and a snippet of each, which is not cut at sentences: tantivy has no such thing.
fn show(searcher: &Searcher, query: &dyn Query, body: Field) -> Result<usize> {
    let hits = searcher.search(query, &TopDocs::with_limit(10).order_by_score())?;
    let snippets = SnippetGenerator::create(searcher, query, body)?;
    let mut bytes = 0;
    for (_, address) in &hits {
        let document: TantivyDocument = searcher.doc(*address)?;
        let text = document.get_first(body).and_then(|value| value.as_str()).unwrap_or("");
        bytes += text.len() + snippets.snippet(text).to_html().len();
    }
    Ok(if bytes > 0 { hits.len() } else { 0 })
}

fn query(dir: &str) -> Result<()> {
    let index = Index::open_in_dir(dir)?;
    let body = index.schema().get_field(FIELD)?;
    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![body]);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let (mode, words) = line.split_once('\t').ok_or("a line without a tab")?;
        let began = Instant::now();
        let query = parser.parse_query(words)?;
        let number = match mode {
            "TOP_10" => searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?.len(),
            "TOP_100" => searcher.search(&query, &TopDocs::with_limit(100).order_by_score())?.len(),
            "COUNT" => searcher.search(&query, &Count)?,
            "SHOW_10" => show(&searcher, &query, body)?,
            _ => return Err("no such mode".into()),
        };
        writeln!(out, "{}\t{}", began.elapsed().as_nanos(), number)?;
        out.flush()?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "index", passages, dir] => index(passages, dir),
        [_, "query", dir] => query(dir),
        _ => Err("tantivy-bench: index PASSAGES DIR | query DIR".into()),
    }
}
