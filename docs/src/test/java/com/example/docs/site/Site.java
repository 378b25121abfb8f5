package com.example.docs.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The built site. */
final class Site {

	static final Path FOLDER = Path.of("target", "site").toAbsolutePath();

	/** For {@link MethodSource}. */
	static final String PAGES = "com.example.docs.site.Site#pages";

	private Site() {
	}

	/**
	 * The pages, such as {@code stages/01-single-user.html}.
	 */
	static List<String> pages() {
		try (Stream<Path> files = Files.walk(FOLDER)) {
			List<String> pages = files.filter((file) -> file.toString().endsWith(".html"))
				.map((file) -> FOLDER.relativize(file).toString().replace('\\', '/'))
				.filter((page) -> !page.startsWith("pagefind/"))
				.sorted()
				.toList();
			assertThat(pages).contains("index.html");
			return pages;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Document read(String page) {
		try {
			return Jsoup.parse(Files.readString(FOLDER.resolve(page), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
