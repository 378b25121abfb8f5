package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExplanationTests {

	private static final String DAMAGED = "%nIf data is damaged: run ./workshop down, delete that folder, then try again."
		.formatted();

	@Test
	void showsAMessageForUsersUnchanged() {
		assertThat(of(new WorkshopException("Do this."))).isEqualTo("Do this.");
		assertThat(of(new IllegalArgumentException("--clock must be 1 or more")))
			.isEqualTo("--clock must be 1 or more");
	}

	@Test
	void filesAreNamedWithWhatIsWrong() {
		assertThat(of(new NoSuchFileException("/a"))).isEqualTo("/a does not exist" + DAMAGED);
		assertThat(of(new UncheckedIOException(new AccessDeniedException("/a"))))
			.isEqualTo("/a may not be read or written" + DAMAGED);
		assertThat(of(new UncheckedIOException("Cannot write into /b",
				new FileSystemException("/b/c", null, "No space left on device"))))
			.isEqualTo("Cannot write into /b: /b/c cannot be used (No space left on device)" + DAMAGED);
		assertThat(of(new UncheckedIOException(new IOException("Stream closed")))).isEqualTo("Stream closed" + DAMAGED);
	}

	@Test
	void reportsAnUnexpectedErrorAsABug() {
		NullPointerException fault = new NullPointerException("x is null");

		assertThat(Explanation.expected(fault)).isFalse();
		assertThat(of(fault)).startsWith("This is a bug in the workshop").endsWith("x is null");
		List<Throwable> others = List.of(new NumberFormatException(), new IllegalStateException());
		assertThat(others).noneMatch(Explanation::expected);
	}

	private static String of(Throwable failure) {
		return Explanation.of(failure, Path.of("data"));
	}

}
