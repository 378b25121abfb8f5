package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.compare.Change;
import com.example.lab.compare.Changes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: the lesson of a stage. */
@Command(name = "diff", mixinStandardHelpOptions = true,
		description = "Shows what a stage changes against the one before it, file by file, with the reasons.")
final class DiffCommand implements Callable<Integer> {

	private static final int CONTEXT = 3;

	@Parameters(index = "0", paramLabel = "BEFORE", description = "A stage: 1, 01 or the folder's name")
	private String before = "";

	@Parameters(index = "1", paramLabel = "STAGE", description = "The stage after it")
	private String after = "";

	@Option(names = "--only", defaultValue = "", paramLabel = "FOLDER",
			description = "Only what is below this folder of the stage, such as infra or app/src/main.")
	private String only = "";

	@Option(names = "--list", description = "Only the files and the reasons.")
	private boolean list;

	@Override
	public Integer call() throws IOException {
		Workshop workshop = Workshop.find();
		StageFolder one = workshop.stage(this.before);
		StageFolder other = workshop.stage(this.after);
		if (other.number() != one.number() + 1) {
			throw new WorkshopException("diff takes a stage and the one after it, such as ./workshop diff 1 2.");
		}
		for (Change change : new Changes(one, other).list()) {
			if (this.only.isEmpty() || Path.of(change.file()).startsWith(this.only)) {
				System.out.printf("%s %s%n    %s%n", Terminal.bold(change.kind()), change.file(), change.why());
				if (!this.list) {
					lines(change).forEach(DiffCommand::show);
					System.out.println();
				}
			}
		}
		return 0;
	}

	private static List<String> lines(Change change) throws IOException {
		List<String> old = read(change.before());
		return UnifiedDiffUtils.generateUnifiedDiff(change.file(), change.file(), old,
				DiffUtils.diff(old, read(change.after())), CONTEXT);
	}

	private static List<String> read(Path file) throws IOException {
		return Files.exists(file) ? Files.readAllLines(file) : List.of();
	}

	private static void show(String line) {
		if (line.startsWith("---") || line.startsWith("+++")) {
			return;
		}
		System.out.println(line.startsWith("+") ? Terminal.green(line)
				: line.startsWith("-") ? Terminal.red(line) : line.startsWith("@@") ? Terminal.faint(line) : line);
	}

}
