package com.example.lab.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}: what is up, and who runs each resource. */
@Command(name = "status", mixinStandardHelpOptions = true,
		description = "Shows the stages that are up: what runs each resource, its health, the last events.")
final class StatusCommand implements Callable<Integer> {

	@Parameters(index = "0", arity = "0..1", paramLabel = "STAGE",
			description = "1, 01 or the folder's name; all that are up when it is left out")
	private @Nullable String wanted;

	@Override
	public Integer call() {
		Workshop workshop = Workshop.find();
		List<StageFolder> stages = (this.wanted != null) ? List.of(workshop.stage(this.wanted))
				: workshop.stages().stream().filter((stage) -> CloudState.running(stage.data()).isPresent()).toList();
		if (stages.isEmpty()) {
			System.out.println("Nothing is up. ./workshop up 1 starts the first stage.");
			return 0;
		}
		for (StageFolder stage : stages) {
			Status status = ControlClient.of(stage).status();
			System.out.printf("%s at %s, with %s%n%n", Terminal.bold(stage.name()), Terminal.green(status.url()),
					status.localStack());
			System.out.println(Reports.ledger(status.ledger()));
			System.out.println(Reports.memory(status));
			System.out.println(Reports.health(stage.number(), status));
		}
		return 0;
	}

}
