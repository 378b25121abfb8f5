package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Order;

/** The stages with even numbers, and what belongs to no stage. */
@Order(1)
class EvenStagesTests extends Guide {

	EvenStagesTests() {
		super("(?!(index|prerequisites|stages/\\d[13579]-.*)\\.adoc).*");
	}

	@Override
	void copy(Path copy) throws IOException, InterruptedException {
		BuiltCopy.make(ROOT, copy);
	}

}
