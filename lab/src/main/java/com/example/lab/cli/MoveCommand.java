package com.example.lab.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Move;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code move}: migrates the data of a running stage to the stage after it. */
@Command(name = "move", mixinStandardHelpOptions = true, description = {
		"Migrates the data of a running stage to the stage after it, which must be running too.",
		"You can interrupt it at any time and run it again: it migrates either everything or nothing.",
		"All other options, such as --finish or --yes, are passed to the migration program of STAGE; its README describes them." },
		exitCodeListHeading = "Exit codes:%n",
		exitCodeList = { "0:both stages hold the same data", "1:the migration failed; the output shows the reason",
				"2:the command line is invalid", "130:interrupted" })
final class MoveCommand implements Callable<Integer> {

	/** How a JVM ends after Ctrl-C. */
	private static final int INTERRUPTED = 130;

	private static final String USERS = "USERS";

	private static final String USERS_FILE = "USERS_FILE";

	@Parameters(index = "0", paramLabel = "BEFORE", description = "A stage: 1, 01 or the folder's name.")
	private String before = "";

	@Parameters(index = "1", paramLabel = "STAGE", description = "The stage after BEFORE.")
	private String after = "";

	@Unmatched
	private List<String> options = new ArrayList<>();

	@Mixin
	private UnderLoad underLoad = new UnderLoad();

	@Override
	public Integer call() throws Exception {
		Workshop workshop = Workshop.find();
		StageFolder one = workshop.stage(this.before);
		StageFolder other = workshop.stage(this.after);
		if (other.number() != one.number() + 1) {
			throw new WorkshopException(
					"move needs a stage and the one after it, such as ./workshop move 1 2. Nothing was changed.");
		}
		Move move = new Move(other);
		Map<String, String> from = ControlClient.of(one).access();
		Map<String, String> to = ControlClient.of(other).access();
		build(move, other);
		int code = this.underLoad.run(one, () -> run(move.process(from, to, this.options)));
		if (code == 0 && from.containsKey(USERS_FILE) && to.containsKey(USERS)) {
			ControlClient.of(other).drill(to.get(USERS), "adopt", from.get(USERS_FILE));
			System.out.printf("%s now has the users of stage %d. On AWS they cannot be copied, so the pool stays.%n",
					to.get(USERS), one.number());
		}
		return code;
	}

	private static void build(Move move, StageFolder stage) {
		Events events = new Events();
		events.listen((event) -> {
			if (event.kind() == Event.Kind.PROGRESS) {
				System.out.println(Terminal.faint(event.message()));
			}
		});
		try (Processes processes = new Processes(stage.data().resolve("logs"))) {
			move.build(processes, events);
		}
	}

	private int run(ProcessBuilder program) throws IOException, InterruptedException {
		Process process = program.start();
		Thread interrupted = new Thread(() -> callOff(process));
		Runtime.getRuntime().addShutdownHook(interrupted);
		int code = process.waitFor();
		// Ctrl-C ends both processes: the thread then reports the state.
		if (code != INTERRUPTED) {
			try {
				Runtime.getRuntime().removeShutdownHook(interrupted);
			}
			catch (IllegalStateException ex) {
				// The shutdown hook runs, and this process ends with it.
			}
		}
		return code;
	}

	private void callOff(Process process) {
		process.destroy();
		try {
			process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		System.out.printf("%nInterrupted. No data was migrated partially. Run ./workshop move %s %s again to resume.%n",
				this.before, this.after);
	}

}
