package com.example.lab.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.example.lab.assembly.Assembly;
import com.example.lab.compare.Changes;
import com.example.lab.compare.Entries;
import com.example.lab.compare.Entry;
import com.example.lab.compare.Part;
import com.example.lab.compare.StackUpdate;
import com.example.lab.compare.TemplateEntries;
import com.example.lab.compare.UserImpact;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: shows what a stage changes. */
@Command(name = "diff", mixinStandardHelpOptions = true,
		description = "Shows what a stage changes compared with the stage before it, file by file, with the reasons.")
final class DiffCommand implements Callable<Integer> {

	private static final int CONTEXT = 3;

	@Parameters(index = "0", paramLabel = "BEFORE", description = "A stage: 1, 01 or the folder's name.")
	private String before = "";

	@Parameters(index = "1", paramLabel = "STAGE", description = "The stage after BEFORE.")
	private String after = "";

	@Option(names = "--part", paramLabel = "PART",
			description = "Show only one part: ${COMPLETION-CANDIDATES} (default: all except template). template synthesises both stages and compares their resources.")
	private @Nullable Part part;

	@Option(names = "--only", defaultValue = "", paramLabel = "FOLDER",
			description = "Show only what is below this folder of the stage, such as infra or app/src/main, or below this construct (default: everything).")
	private String only = "";

	@Option(names = "--list", description = "Show only the files and the reasons (default: also the changed lines).")
	private boolean list;

	@Option(names = "--update",
			description = "Show what CloudFormation does with each resource when the stack of BEFORE is updated in place, and what users notice; exit with 1 if data would be lost.")
	private boolean update;

	@Override
	public Integer call() {
		Workshop workshop = Workshop.find();
		StageFolder one = workshop.stage(this.before);
		StageFolder other = workshop.stage(this.after);
		if (other.number() != one.number() + 1) {
			throw new WorkshopException("diff needs a stage and the one after it, such as ./workshop diff 1 2.");
		}
		if (this.update) {
			return update(one, other);
		}
		List<Entry> entries = ((this.part == Part.TEMPLATE) ? template(one, other) : files(new Changes(one, other)))
			.stream()
			.filter((entry) -> this.only.isEmpty() || Path.of(entry.name()).startsWith(this.only))
			.toList();
		try (Pager pager = new Pager()) {
			entries.forEach((entry) -> show(entry, pager.out()));
			pager.out()
				.println(Terminal.faint("%d %s, %,d lines added, %,d removed".formatted(entries.size(),
						(this.part == Part.TEMPLATE) ? "resources" : "files",
						entries.stream().mapToInt(Entry::added).sum(),
						entries.stream().mapToInt(Entry::removed).sum())));
		}
		return 0;
	}

	private List<Entry> files(Changes changes) {
		return Entries
			.of(changes.list().stream().filter((change) -> this.part == null || change.part() == this.part).toList());
	}

	private static List<Entry> template(StageFolder one, StageFolder other) {
		try (Processes processes = new Processes(other.data().resolve("diff-logs"))) {
			Events events = events();
			return TemplateEntries.of(synthesise(one, processes, events), synthesise(other, processes, events));
		}
	}

	private static int update(StageFolder one, StageFolder other) {
		try (Processes processes = new Processes(other.data().resolve("diff-logs"))) {
			Events events = events();
			Assembly old = synthesise(one, processes, events);
			Assembly now = synthesise(other, processes, events);
			List<StackUpdate.Step> steps = new StackUpdate(other.workshop().cache(), processes, events).of(old, now);
			steps.forEach(DiffCommand::show);
			UserImpact.of(old, now, steps).forEach(System.out::println);
			List<String> lost = steps.stream()
				.filter(StackUpdate.Step::losesData)
				.map(StackUpdate.Step::resource)
				.toList();
			System.out.println(lost.isEmpty() ? "No resource that holds data is replaced or deleted."
					: "The data of these resources would be lost: " + String.join(", ", lost));
			return lost.isEmpty() ? 0 : 1;
		}
	}

	private static void show(StackUpdate.Step step) {
		System.out.printf("%-11s %s  %s%n", step.action().name().toLowerCase(Locale.ROOT).replace('_', ' '),
				step.resource(), Terminal.faint(step.type()
						+ (step.properties().isEmpty() ? "" : ": " + String.join(", ", step.properties()))));
	}

	private static Events events() {
		Events events = new Events();
		events.listen((event) -> System.err.println(Terminal.faint(event.message())));
		return events;
	}

	private static Assembly synthesise(StageFolder stage, Processes processes, Events events) {
		new Build(stage, processes, events).run();
		return new Synthesis(stage, processes).run();
	}

	private void show(Entry entry, PrintStream out) {
		out.printf("%s %s%n    %s%n", Terminal.bold(entry.kind()), entry.name(), entry.why());
		if (this.list) {
			return;
		}
		if (!entry.note().isEmpty()) {
			out.println(entry.note());
		}
		UnifiedDiffUtils
			.generateUnifiedDiff(entry.name(), entry.name(), entry.before(),
					DiffUtils.diff(entry.before(), entry.after()), CONTEXT)
			.stream()
			.skip(2)
			.forEach((line) -> show(line, out));
		out.println();
	}

	private static void show(String line, PrintStream out) {
		out.println(line.startsWith("+") ? Terminal.green(line)
				: line.startsWith("-") ? Terminal.red(line) : line.startsWith("@@") ? Terminal.faint(line) : line);
	}

}
