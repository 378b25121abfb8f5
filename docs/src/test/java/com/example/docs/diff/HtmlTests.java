package com.example.docs.diff;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.compare.Entry;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HtmlTests {

	@Test
	void marksTheWordsThatChangedInALine() {
		Document page = page(List.of("int limit = 10;"), List.of("int limit = 200;"));

		assertThat(page.select("del mark").eachText()).containsExactly("10");
		assertThat(page.select("ins mark").eachText()).containsExactly("200");
	}

	@Test
	void marksNothingInLinesThatHaveLittleInCommon() {
		assertThat(page(List.of("int limit = 10;"), List.of("return this.names;")).select("mark")).isEmpty();
	}

	@Test
	void comparesALineWithTheOneThatIsLikeIt() {
		Document page = page(List.of("int limit = 10;"), List.of("// It is enough.", "int limit = 20;"));

		assertThat(page.select("ins").get(0).select("mark")).isEmpty();
		assertThat(page.select("ins").get(1).select("mark").eachText()).containsExactly("20");
	}

	@Test
	void numbersTheLinesOfBothStages() {
		Document page = page(List.of("a", "b"), List.of("c", "a"));

		assertThat(page.select("pre > *").eachText()).map((line) -> line.strip().replaceAll("\\s+", " "))
			.containsExactly("1+ c", "1 2 a", "2 - b");
	}

	@Test
	void foldsWhatStaysTheSameButForThreeLinesAroundAChange() {
		List<String> before = IntStream.range(0, 30).mapToObj((number) -> "line " + number).toList();
		List<String> after = Stream.concat(before.stream(), Stream.of("new")).toList();

		Document page = page(before, after);

		assertThat(page.select(".lines details summary").eachText()).containsExactly("27 equal lines");
		assertThat(page.select(".lines > pre > *")).hasSize(4);
		assertThat(page.select(".lines span")).hasSize(30);
	}

	@Test
	void keepsEveryLineOfAnyDifference() {
		for (int changed = 0; changed < 40; changed++) {
			int at = changed;
			List<String> before = IntStream.range(0, 40).mapToObj((number) -> "line " + number).toList();
			List<String> after = before.stream().map((line) -> line.equals("line " + at) ? "x" : line).toList();

			List<Run> runs = Run.of(Lines.of(entry(before, after)));

			assertThat(runs.stream().flatMap((run) -> run.lines().stream()).map(Line::after).filter((n) -> n > 0))
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
			assertThat(runs).filteredOn(Run::folded).isNotEmpty();
		}
	}

	@Test
	void escapesTheContentOfFiles() {
		String hostile = "<script>alert(1)</script> </pre> &lt; \" ++++";
		String html = Html.of(new Entry("", "changed", "<img src=x>.js", "<b>why</b>", "", List.of("++++"),
				List.of(hostile, "include::/etc/passwd[]")), "", true);
		Document page = Jsoup.parse(html);

		assertThat(page.select("script, b, img")).isEmpty();
		assertThat(page.select("ins").get(0).wholeText()).endsWith("+ " + hostile);
		assertThat(html.lines()).as("a line of its own could be a directive of AsciiDoc").hasSize(1);
	}

	@Test
	void showsWhatABrowserDoesNot() {
		assertThat(page(List.of(), List.of("a\u202Eb\u0007")).select("ins").text()).isEqualTo("1+ a[U+202E]b[U+0007]");
	}

	@Test
	void namesTheCommandForWhatIsTooLongForAPage() {
		String html = Html.of(entry(List.of(), IntStream.range(0, 5_000).mapToObj(Integer::toString).toList()),
				"./workshop diff 1 2", true);

		assertThat(html).contains("5,000 lines added, 0 removed").contains("./workshop diff 1 2").hasSizeLessThan(500);
	}

	@Test
	void explainsWhyThereAreNoLines() {
		Entry binary = new Entry("", "new", "a.png", "why", "Binary: nothing before, 9 bytes now.", List.of(),
				List.of());

		assertThat(Jsoup.parse(Html.of(binary, "", true)).select("p").eachText()).contains(binary.note());
	}

	private static Document page(List<String> before, List<String> after) {
		return Jsoup.parse(Html.of(entry(before, after), "", true));
	}

	private static Entry entry(List<String> before, List<String> after) {
		return new Entry("", "changed", "File.java", "why", "", before, after);
	}

}
