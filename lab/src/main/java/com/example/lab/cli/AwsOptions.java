package com.example.lab.cli;

import com.example.lab.deploy.AwsAccount;
import com.example.lab.deploy.AwsSettings;
import com.example.lab.deploy.Target;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where in AWS a command works, and whether it asks first. */
final class AwsOptions {

	@Option(names = "--region", paramLabel = "REGION",
			description = "A Region of AWS; otherwise that of AWS_REGION, or of the profile.")
	private @Nullable String region;

	@Option(names = "--profile", paramLabel = "NAME",
			description = "A profile of the AWS files; otherwise whatever AWS's own tools take.")
	private @Nullable String profile;

	@Option(names = "--yes", description = "Do not ask.")
	private boolean yes;

	AwsAccount account() {
		return AwsAccount.of(AwsSettings.ofThisProcess(this.profile, this.region));
	}

	Target target(StageFolder stage, AwsAccount account) {
		return new Target(stage.number(), stage.name(), account.region(), this.profile);
	}

	/**
	 * Asks unless it was answered before.
	 * @throws WorkshopException if the answer is no, or nobody is there to give one
	 */
	void ask(String question) {
		if (this.yes) {
			return;
		}
		if (System.console() == null) {
			throw new WorkshopException("Nobody is there to answer: %s Say --yes to go on.".formatted(question));
		}
		String answer = System.console().readLine("%s Type yes to go on: ", question);
		if (!"yes".equals(answer)) {
			throw new WorkshopException("Called off. Nothing was changed.");
		}
	}

	/** Events as lines of this terminal. */
	static Events events() {
		Events events = new Events();
		events.listen((event) -> {
			String line = event.subject().equals(Events.LAB) ? event.message()
					: "  %s  %s".formatted(event.subject(), event.message());
			System.out.println((event.kind() == Event.Kind.WARNING) ? Terminal.yellow(line)
					: Terminal.faint(Terminal.shorten(line)));
		});
		return events;
	}

}
