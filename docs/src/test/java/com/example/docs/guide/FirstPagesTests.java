package com.example.docs.guide;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages that a new reader follows first, one after the other in a copy in which
 * nothing is built.
 */
@Order(2)
class FirstPagesTests {

	private final Shell reader = Guide.reader();

	FirstPagesTests() throws IOException {
	}

	@TestFactory
	List<DynamicTest> pages() throws Exception {
		FreshCopy.make(Guide.ROOT, this.reader.folder());
		return Guide.firstPages()
			.stream()
			.map((page) -> DynamicTest.dynamicTest(page.name(), page.file().toUri(), () -> follow(page)))
			.toList();
	}

	private void follow(GuidePage page) {
		try {
			page.follow(this.reader);
		}
		finally {
			this.reader.run("./workshop down");
		}
	}

	@AfterEach
	void end() {
		this.reader.close();
	}

}
