package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Order;

/** The stages with odd numbers but the first. */
@Order(2)
class OddStagesTests extends Guide {

	OddStagesTests() {
		super("stages/(?!01)\\d[13579]-.*\\.adoc");
	}

	@Override
	void copy(Path copy) throws IOException, InterruptedException {
		BuiltCopy.make(ROOT, copy);
	}

}
