package com.example.postcards.tests;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.deploy.Leftover;
import com.example.lab.deploy.Rehearsal;
import com.example.lab.junit.Stage;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is deployed is deleted again, as far as LocalStack has its types. */
@Stage(exclusive = false)
class DeployTests {

	@Test
	void isDeletedCompletelyTwiceInARow(LocalCloud cloud, @TempDir Path home) {
		try (Rehearsal aws = new Rehearsal(Workshop.find().around(Path.of("")), cloud.localStack(), home)) {
			for (int round = 1; round <= 2; round++) {
				List<String> deployed = aws.deploy();
				List<Leftover> left = aws.destroy();

				assertThat(deployed).anyMatch((line) -> line.contains(" CREATE_COMPLETE AWS::CloudFormation::Stack"));
				assertThat(left).extracting(Leftover::cost).doesNotContain(Leftover.Cost.MONEY, Leftover.Cost.BACKUP);
			}
		}
	}

}
