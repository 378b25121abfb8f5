package com.example.lab.cli;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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
			description = "AWS Region (default: that of AWS_REGION, or of the profile).")
	private @Nullable String region;

	@Option(names = "--profile", paramLabel = "NAME",
			description = "Profile of the AWS configuration files (default: the one that the AWS CLI uses).")
	private @Nullable String profile;

	@Option(names = "--yes", description = "Continue without asking (default: ask).")
	private boolean yes;

	AwsAccount account() {
		return AwsAccount.of(AwsSettings.ofThisProcess(this.profile, this.region));
	}

	Target target(StageFolder stage, AwsAccount account) {
		return new Target(stage.number(), stage.name(), account.region(), this.profile);
	}

	/**
	 * Asks unless it was answered before.
	 * @throws WorkshopException if the answer is no, or there is no terminal
	 */
	void ask(String question) {
		if (this.yes) {
			return;
		}
		if (System.console() == null) {
			throw new WorkshopException(
					"No terminal to confirm on: %s Nothing was changed. Pass --yes to continue.".formatted(question));
		}
		String answer = System.console().readLine("%s Type yes to continue: ", question);
		if (answer == null) {
			throw new WorkshopException("There was no answer. Nothing was changed. Pass --yes to continue.");
		}
		if (!"yes".equals(answer.strip())) {
			throw new WorkshopException("Cancelled. Nothing was changed.");
		}
	}

	/**
	 * Runs work that continues in the account after Ctrl-C: CloudFormation is not
	 * notified of it.
	 * @param whatExists says what is there then, and what to run next
	 * @param work what is done
	 * @return what the work returns
	 */
	static <T> T watched(Supplier<String> whatExists, Supplier<T> work) {
		Thread interrupted = new Thread(() -> System.out.printf("%nInterrupted. %s%n", said(whatExists)));
		Runtime.getRuntime().addShutdownHook(interrupted);
		try {
			return work.get();
		}
		finally {
			try {
				Runtime.getRuntime().removeShutdownHook(interrupted);
			}
			catch (IllegalStateException ex) {
				// The shutdown hook runs, and this process ends with it: a failure
				// because of Ctrl-C is not reported.
				new CompletableFuture<Void>().join();
			}
		}
	}

	private static String said(Supplier<String> whatExists) {
		try {
			return whatExists.get();
		}
		catch (WorkshopException ex) {
			return String.valueOf(ex.getMessage());
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
