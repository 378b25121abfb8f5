package com.example.docs.guide;

import java.io.IOException;
import java.util.Comparator;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All pages but the first, several at once, each in a copy of its own with what Maven
 * built for the tests. The page with the most commands begins, since it takes longest.
 */
@Order(1)
class LaterPagesTests {

	@TestFactory
	@Execution(ExecutionMode.CONCURRENT)
	Stream<DynamicTest> pages() throws IOException {
		return Guide.laterPages()
			.stream()
			.filter((page) -> page.running() > 0)
			.sorted(Comparator.comparingInt(GuidePage::running).reversed())
			.map((page) -> DynamicTest.dynamicTest(page.name(), page.file().toUri(), () -> follow(page)));
	}

	private static void follow(GuidePage page) throws IOException, InterruptedException {
		try (Shell reader = Guide.reader()) {
			BuiltCopy.make(Guide.ROOT, reader.folder());
			page.follow(reader);
		}
	}

}
