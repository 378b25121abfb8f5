package com.example.lab.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drill}: breaks or repairs a resource of a running stage. */
@Command(name = "drill", mixinStandardHelpOptions = true,
		description = { "Breaks or repairs a resource of a running stage.",
				"./workshop drill 1 list shows the faults that you can inject." })
final class DrillCommand implements Callable<Integer> {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
		.withZone(ZoneId.systemDefault());

	@Mixin
	private StageArgument argument = new StageArgument();

	@Parameters(index = "1", paramLabel = "RESOURCE",
			description = "Name of a resource, or its beginning; list shows all faults (default: list).")
	private String resource = "list";

	@Parameters(index = "2", arity = "0..1", paramLabel = "DRILL", description = "Name of the fault or repair.")
	private @Nullable String name;

	@Parameters(index = "3", arity = "0..1", defaultValue = "", paramLabel = "ARGUMENT",
			description = "Value for the drill, such as a delay (default: none).")
	private String value = "";

	@Option(names = "--retry", defaultValue = "0", paramLabel = "SECONDS",
			description = "Try again for SECONDS while the drill is refused (default: do not try again).")
	private int retry;

	@Mixin
	private UnderLoad underLoad = new UnderLoad();

	@Override
	public Integer call() throws Exception {
		ControlClient client = ControlClient.of(this.argument.stage);
		if (this.resource.equals("list")) {
			System.out.print(Terminal.table(List.of("RESOURCE", "DRILL", "WHAT HAPPENS"),
					client.status()
						.drills()
						.stream()
						.map((drill) -> List.of(drill.resource(), drill.name(), drill.description()))
						.toList()));
			return 0;
		}
		if (this.name == null) {
			throw new WorkshopException(
					"The name of the drill is missing. Nothing was changed. ./workshop drill %d list shows all drills."
						.formatted(this.argument.stage.number()));
		}
		String drill = this.name;
		this.underLoad.run(this.argument.stage, () -> drill(client, drill))
			.forEach((event) -> System.out.printf("%s  %s: %s%n", TIME.format(event.time()), event.subject(),
					event.message()));
		System.out.printf("Done: %s. ./workshop status %d and ./workshop logs %2$d show the effects.%n", this.name,
				this.argument.stage.number());
		return 0;
	}

	private List<Event> drill(ControlClient client, String drill) {
		Instant end = Instant.now().plusSeconds(this.retry);
		boolean known = this.retry > 0 && client.status()
			.drills()
			.stream()
			.anyMatch((each) -> each.resource().startsWith(this.resource) && each.name().equals(drill));
		while (true) {
			try {
				return client.drill(this.resource, drill, this.value);
			}
			catch (WorkshopException ex) {
				if (!known || Instant.now().isAfter(end)) {
					throw ex;
				}
				Ports.pause();
			}
		}
	}

}
