package com.example.lab.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.example.lab.carry.Carried;
import com.example.lab.carry.Carry;
import com.example.lab.stage.StageFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code carry}: applies a change to all later stages. */
@Command(name = "carry", mixinStandardHelpOptions = true,
		description = "Applies a change made in a stage to all later stages, with git's three-way merge.",
		footer = { "",
				"The change is everything in the stage's folder that differs from the commit, committed or not. "
						+ "A file that is identical in a later stage is changed, added or deleted there too. "
						+ "A file that differs there is merged. Uncommitted changes there are kept. "
						+ "A file that does not merge cleanly is not changed; it is listed with the reason. "
						+ "README.adoc and changes.yaml belong to one stage and are not carried.",
				"", "Exit codes: 0: every change was applied. 1: some files need a merge by hand." })
final class CarryCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--since", defaultValue = "HEAD", paramLabel = "COMMIT",
			description = "The commit that the change is compared with (default: ${DEFAULT-VALUE}).")
	private String since = "";

	@Option(names = "--dry-run", description = "Show what would change, and write nothing (default: write).")
	private boolean dryRun;

	@Override
	public Integer call() {
		StageFolder stage = this.argument.stage;
		List<Carried> carried = new Carry(stage, this.since, !this.dryRun).run();
		carried.forEach(CarryCommand::show);
		long left = carried.stream().filter((result) -> result.kind() == Carried.Kind.LEFT).count();
		if (carried.isEmpty()) {
			System.out.printf("Nothing to apply: the later stages have every change of %s since %s.%n", stage.name(),
					this.since);
		}
		else if (this.dryRun) {
			System.out.println(Terminal.faint("Dry run: nothing was written."));
		}
		if (left > 0) {
			System.out.printf(
					"To merge by hand: %d. git diff %s -- %s shows the change; apply it to the files marked left.%n",
					left, this.since, stage.name());
		}
		return (left > 0) ? 1 : 0;
	}

	private static void show(Carried result) {
		String kind = String.format(Locale.ROOT, "%-8s", result.kind());
		System.out.printf("%s %s/%s%s%n",
				(result.kind() == Carried.Kind.LEFT) ? Terminal.yellow(kind) : Terminal.green(kind),
				result.stage().name(), result.file(), result.why().isEmpty() ? "" : ": " + result.why());
	}

}
