package com.example.lab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.launch.LaunchOptions;
import com.example.lab.load.Benchmark;
import com.example.lab.stage.StageFolder;
import com.example.lab.standin.LabClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench}: measures a stage with a full database. */
@Command(name = "bench", mixinStandardHelpOptions = true,
		description = "Starts a second copy of a stage, fills its database and measures its performance.")
final class BenchCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Override
	public Integer call() throws Exception {
		Benchmark benchmark = Benchmark.find();
		StageFolder stage = this.argument.stage;
		Path home = stage.data().resolve("bench-" + ProcessHandle.current().pid());
		LaunchOptions options = new LaunchOptions(home, stage.data().resolve("bench-logs"), new LabClock(1), Map.of(),
				false, Map.of(), null);
		Events events = new Events();
		events.listen((event) -> {
			if (event.kind() == Event.Kind.PHASE || event.kind() == Event.Kind.PROGRESS) {
				progress(event.message());
			}
		});
		try (Launch launch = Launch.of(stage, options, events)) {
			List<Benchmark.Measure> measures = benchmark.run(launch.cloud(), stage.jar(), BenchCommand::progress);
			System.out.print(Terminal.table(List.of("MEASURE", "VALUE", "TARGET"),
					measures.stream()
						.map((measure) -> List.of(measure.what(), measure.value(), measure.aim()))
						.toList()));
		}
		return 0;
	}

	private static void progress(String line) {
		System.out.println(Terminal.faint("  " + line));
	}

}
