package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample of a measured run is of the run that the figures beside it come from. */
class SampleTests {

	private static final Pattern OUTPUT = Pattern.compile("role=output]\n----\n(.*?)----\n", Pattern.DOTALL);

	/** What {@code drill --load} and {@code load} print. */
	private static final Pattern MEASURED = Pattern
		.compile("\\d+ requests,|longest gap without success|(?m)^ *(failed|HTTP \\d+) +\\d+$");

	@Test
	void pagesToLearnFromTakeTheirSamplesFromTheEvidence() throws IOException {
		for (GuidePage page : Guide.pages()) {
			String text = Files.readString(page.file());
			if (text.contains("\n:form: learn\n")) {
				assertThat(fromElsewhere(text))
					.as("%s: include::{generated}/STAGE/run-CLAIM.txt[] instead", page.name())
					.isEmpty();
			}
		}
	}

	@Test
	void aSampleThatIsTypedIsRefused() {
		assertThat(fromElsewhere("""
				[source,text,role=output]
				----
				...
				  3 s    20 requests,   0 failed, p99   13 ms
				----
				""")).hasSize(1);
		assertThat(fromElsewhere("[source,text,role=output]\n----\n...\nfailed                       96\n----\n"))
			.hasSize(1);
	}

	@Test
	void aSampleOfTheEvidenceAndOtherOutputAreFine() {
		assertThat(fromElsewhere("""
				[source,text,role=output]
				----
				include::{generated}/stage-04-alb-ha/run-failover.txt[]
				----

				[source,text,role=output]
				----
				stage-03-rds is down.
				----
				""")).isEmpty();
	}

	private static List<String> fromElsewhere(String page) {
		return OUTPUT.matcher(page)
			.results()
			.map((MatchResult match) -> match.group(1))
			.filter((output) -> MEASURED.matcher(output).find())
			.toList();
	}

}
