package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Order;

/** What a new reader follows first, in a copy in which nothing is built. */
@Order(3)
class FirstPagesTests extends Guide {

	FirstPagesTests() {
		super("(index|prerequisites|stages/01-.*)\\.adoc");
	}

	@Override
	void copy(Path copy) throws IOException, InterruptedException {
		FreshCopy.make(ROOT, copy);
	}

}
