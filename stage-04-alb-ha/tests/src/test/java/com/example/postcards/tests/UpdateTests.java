package com.example.postcards.tests;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.compare.StackUpdate;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The stack of the stage before is updated in place, and its data stays where it is. */
class UpdateTests {

	@Test
	void nothingThatHoldsDataIsReplacedOrRemoved() {
		StageFolder stage = Workshop.find().around(Path.of(""));
		try (Processes processes = new Processes(Path.of("target", "lab", "logs", "update"))) {
			Assembly before = new Synthesis(stage.before(), processes).run();
			Assembly after = new Synthesis(stage, processes).run();
			List<Step> steps = new StackUpdate(stage.workshop().cache(), processes, new Events()).of(before, after);

			assertThat(steps).noneMatch(Step::losesData);
			assertThat(steps).filteredOn((step) -> step.type().equals("AWS::RDS::DBInstance"))
				.singleElement()
				.isEqualTo(
						new Step(Action.MAY_REPLACE, "Database/Instance", "AWS::RDS::DBInstance", List.of("MultiAZ")));
		}
	}

}
