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
		if (answer == null) {
			throw new WorkshopException("Nobody is there to answer. Nothing was changed. Say --yes to go on.");
		}
		if (!"yes".equals(answer.strip())) {
			throw new WorkshopException("Called off. Nothing was changed.");
		}
	}

	/**
	 * Does something that Ctrl-C leaves half done in the account: CloudFormation does not
	 * hear it.
	 * @param whatExists says what is there then, and what to run next
	 * @param work what is done
	 * @return what the work returns
	 */
	static <T> T watched(Supplier<String> whatExists, Supplier<T> work) {
		Thread interrupted = new Thread(() -> System.out.printf("%nCalled off. %s%n", said(whatExists)));
		Runtime.getRuntime().addShutdownHook(interrupted);
		try {
			return work.get();
		}
		finally {
			try {
				Runtime.getRuntime().removeShutdownHook(interrupted);
			}
			catch (IllegalStateException ex) {
				// The thread is at work, and this process ends with it: what failed
				// because of Ctrl-C is no news.
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
