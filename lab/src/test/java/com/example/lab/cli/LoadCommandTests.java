package com.example.lab.cli;

import java.util.Map;

import com.example.lab.load.Figures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadCommandTests {

	@Test
	void usersWhoWereSignedOutAreNotFailures() {
		Figures figures = new Figures(100, 90, Map.of("HTTP 401", 7L, "HTTP 503", 3L), 1, 1, 1, 1, 10, null, null, 10,
				0, 0);

		assertThat(LoadCommand.table(figures, "HTTP 401").lines().map((line) -> line.replaceAll(" +", " ")))
			.contains("failed 3", " HTTP 503 3", "signed out 7")
			.noneMatch((line) -> line.contains("401"));
		assertThat(LoadCommand.table(figures, "HTTP 403")).contains("HTTP 401").containsPattern("signed out +0");
	}

}
