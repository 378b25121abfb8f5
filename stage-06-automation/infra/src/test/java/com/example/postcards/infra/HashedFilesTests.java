package com.example.postcards.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashedFilesTests {

	@TempDir
	private Path temporary;

	private Path folder;

	@BeforeEach
	void makeFolder() throws IOException {
		this.folder = Files.createDirectory(this.temporary.resolve("front-end"));
	}

	@Test
	void putsAHashOfTheContentsIntoANameAndKeepsItsFolder() {
		write("js/app.js", "start();");
		assertThat(names()).hasSize(1).containsKey("js/app.js");
		assertThat(name("js/app.js")).matches("js/app\\.[0-9a-f]{8}\\.js");
	}

	@Test
	void givesTheSameContentsTheSameName() {
		write("art.svg", "<svg/>");
		String before = name("art.svg");
		assertThat(name("art.svg")).isEqualTo(before);
		write("art.svg", "<svg></svg>");
		assertThat(name("art.svg")).isNotEqualTo(before);
	}

	@Test
	void keepsTheNamesOfPages() {
		write("index.html", "<!doctype html>");
		assertThat(names()).containsExactly(Map.entry("index.html", "index.html"));
	}

	@Test
	void rewritesTheReferencesOfAPage() {
		write("art.svg", "<svg/>");
		write("styles.css", "p { }");
		write("js/app.js", "start();");
		write("index.html",
				"""
						<link href="styles.css"><script src='js/app.js'></script><use href="art.svg#heart"/><a href="#/">Home</a>""");
		assertThat(copied("index.html"))
			.isEqualTo("<link href=\"%s\"><script src='%s'></script><use href=\"%s#heart\"/><a href=\"#/\">Home</a>"
				.formatted(name("styles.css"), name("js/app.js"), name("art.svg")));
	}

	@Test
	void rewritesTheImportsOfAScriptWhichAreRelativeToIt() {
		write("js/api.js", "export function get() { }");
		write("js/views/page.js", "import { get } from '../api.js';");
		write("js/app.js", "import { get } from './api.js';\nimport('./views/page.js');");
		assertThat(copied("js/views/page.js")).isEqualTo("import { get } from '../%s';".formatted(last("js/api.js")));
		assertThat(copied("js/app.js")).isEqualTo("import { get } from './%s';\nimport('./views/%s');"
			.formatted(last("js/api.js"), last("js/views/page.js")));
	}

	@Test
	void rewritesWhatAScriptGivesToThePage() {
		write("art.svg", "<svg/>");
		write("js/page.js", "use.setAttribute('href', `art.svg#stamp-${number}`);");
		assertThat(copied("js/page.js"))
			.isEqualTo("use.setAttribute('href', `%s#stamp-${number}`);".formatted(name("art.svg")));
	}

	@Test
	void rewritesTheAddressesOfAStyleSheetWhichAreRelativeToIt() {
		write("art.svg", "<svg/>");
		write("css/styles.css", "p { background: url(../art.svg) }");
		assertThat(copied("css/styles.css")).isEqualTo("p { background: url(../%s) }".formatted(name("art.svg")));
	}

	@Test
	void aChangeRenamesTheFilesThatReferToIt() {
		write("js/api.js", "one();");
		write("js/app.js", "import './api.js';");
		String before = name("js/app.js");
		write("js/api.js", "two();");
		assertThat(name("js/app.js")).isNotEqualTo(before);
	}

	@Test
	void leavesOtherWordsAlone() {
		String script = "fetch('/api/me'); log(\"api.js is no file here\"); const name = 'photo.jpeg';";
		write("js/app.js", script);
		assertThat(copied("js/app.js")).isEqualTo(script);
	}

	@Test
	void copiesOtherFilesByteByByte() throws IOException {
		byte[] picture = { (byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff, '"', 'a', '.', 'p', 'n', 'g', '"' };
		Files.write(this.folder.resolve("a.png"), picture);
		HashedFiles files = HashedFiles.of(this.folder);
		Path assets = this.folder.resolveSibling("bytes");
		files.copy(assets, assets);
		assertThat(assets.resolve(files.names().get("a.png"))).hasBinaryContent(picture);
	}

	@Test
	void separatesPagesFromAssets() throws IOException {
		write("index.html", "<!doctype html>");
		write("js/app.js", "start();");
		Path assets = this.folder.resolveSibling("assets");
		Path pages = this.folder.resolveSibling("pages");
		HashedFiles.of(this.folder).copy(assets, pages);
		assertThat(files(pages)).containsExactly("index.html");
		assertThat(files(assets)).containsExactly(name("js/app.js"));
	}

	@Test
	void refusesAnImportOfAMissingFile() {
		write("js/app.js", "import './missing.js';");
		assertThatIllegalArgumentException().isThrownBy(this::names)
			.withMessage("js/app.js refers to ./missing.js, and there is no such file");
	}

	@Test
	void refusesFilesThatReferToEachOther() {
		write("js/a.js", "import './b.js';");
		write("js/b.js", "import './a.js';");
		assertThatIllegalArgumentException().isThrownBy(this::names)
			.withMessage("These files refer to each other, so none can have a hash: [js/a.js, js/b.js]");
	}

	@Test
	void refusesAMissingFolder() {
		Path missing = this.folder.resolve("missing");
		assertThatIllegalArgumentException().isThrownBy(() -> HashedFiles.of(missing))
			.withMessage("There is no front end at " + missing);
	}

	@Test
	void everyReferenceOfTheFrontEndIsRewritten() throws IOException {
		HashedFiles frontEnd = HashedFiles.of(Path.of("../app/src/main/resources/static"));
		Path copy = this.folder.resolveSibling("copy");
		frontEnd.copy(copy, copy);
		assertThat(frontEnd.names()).containsKeys("index.html", "styles.css", "art.svg", "js/app.js");
		for (String file : files(copy)) {
			String text = Files.readString(copy.resolve(file));
			frontEnd.names()
				.keySet()
				.stream()
				.filter((name) -> !name.endsWith(".html"))
				.forEach((name) -> assertThat(text).as(file)
					.doesNotContainPattern("[\"'`/(]" + Pattern.quote(lastPart(name))));
		}
	}

	private Map<String, String> names() {
		return HashedFiles.of(this.folder).names();
	}

	private String name(String file) {
		return Objects.requireNonNull(names().get(file));
	}

	private String last(String file) {
		return lastPart(name(file));
	}

	private static String lastPart(String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	private String copied(String file) {
		Path copy = this.folder.resolveSibling("copied");
		HashedFiles files = HashedFiles.of(this.folder);
		files.copy(copy, copy);
		try {
			return Files.readString(copy.resolve(Objects.requireNonNull(files.names().get(file))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(String file, String contents) {
		try {
			Path path = this.folder.resolve(file);
			Files.createDirectories(path.getParent());
			Files.writeString(path, contents);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> folder.relativize(file).toString().replace('\\', '/'))
				.sorted()
				.toList();
		}
	}

}
