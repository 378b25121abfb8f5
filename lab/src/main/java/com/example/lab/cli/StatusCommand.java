package com.example.lab.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}: shows the running stages. */
@Command(name = "status", mixinStandardHelpOptions = true,
		description = "Shows the running stages (default: all): what runs each resource, its health and the last events.")
final class StatusCommand implements Callable<Integer> {

	@Parameters(index = "0", arity = "0..1", paramLabel = "STAGE",
			description = "A stage: 1, 01 or the folder's name (default: all running stages).")
	private @Nullable String wanted;

	@Override
	public Integer call() {
		Workshop workshop = Workshop.find();
		List<StageFolder> stages = (this.wanted != null) ? List.of(workshop.stage(this.wanted))
				: workshop.stages().stream().filter((stage) -> CloudState.running(stage.data()).isPresent()).toList();
		if (stages.isEmpty()) {
			System.out.println("No stage is running. ./workshop up 1 starts the first stage.");
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
