package com.example.lab.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import com.example.lab.event.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WireTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final Wire wire = new Wire(new PrintStream(this.bytes, true, StandardCharsets.UTF_8));

	@Test
	void carriesEventsWhole() {
		Event event = new Event(Instant.parse("2026-11-22T10:15:30.123456Z"), Event.Kind.WARNING, "Box",
				"two\nlines, \"quotes\" and é");
		this.wire.event(event);

		assertThat(lines()).hasSize(1);
		assertThat(Wire.read(lines().get(0)).event()).isEqualTo(event);
	}

	@Test
	void saysHowItEndedAndNothingAfterwards() {
		this.wire.failed("The build failed:\nwhy");
		this.wire.up("http://127.0.0.1:8080/");
		this.wire.event(new Event(Instant.now(), Event.Kind.STOPPED, "lab", "down"));

		assertThat(this.wire.ended()).isTrue();
		assertThat(lines()).hasSize(1);
		assertThat(Wire.read(lines().get(0))).isEqualTo(new Wire.Line(null, "", "The build failed:\nwhy"));
	}

	@Test
	void reportsTheAddressWhenTheStageIsUp() {
		this.wire.up("http://127.0.0.1:8080/");

		assertThat(Wire.read(lines().get(0)).up()).isEqualTo("http://127.0.0.1:8080/");
	}

	@Test
	void passesOverWhatTheJvmItselfSays() {
		assertThat(Wire.read("OpenJDK 64-Bit Server VM warning: Sharing is off"))
			.isEqualTo(new Wire.Line(null, "", ""));
	}

	private List<String> lines() {
		return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
