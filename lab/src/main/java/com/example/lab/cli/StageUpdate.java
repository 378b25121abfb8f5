package com.example.lab.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.UnsupportedResourceException;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.WorkshopException;

/**
 * Decides what to do with a running stage whose sources have changed. The stage keeps
 * running meanwhile.
 */
final class StageUpdate {

	private final StageFolder stage;

	private final Map<String, String> context;

	private final boolean yes;

	/**
	 * An update that has not begun.
	 * @param context values for the CDK application
	 * @param yes whether to continue without asking
	 */
	StageUpdate(StageFolder stage, Map<String, String> context, boolean yes) {
		this.stage = stage;
		this.context = context;
		this.yes = yes;
	}

	/**
	 * Builds and synthesises what has changed.
	 * @param shown gets each event
	 * @throws WorkshopException if it would not come up; the stage still runs
	 */
	Assembly check(Consumer<Event> shown) {
		Events events = new Events();
		events.listen(shown);
		try (Processes processes = new Processes(this.stage.data().resolve("logs"))) {
			new Build(this.stage, processes, events).run();
			Assembly assembly = new Synthesis(this.stage, processes, this.context).run();
			LocalCloud.check(assembly);
			return assembly;
		}
		catch (WorkshopException | IllegalArgumentException | UnsupportedResourceException ex) {
			throw new WorkshopException("%s%n%s still runs as it was before the change."
				.formatted(Objects.requireNonNullElse(ex.getMessage(), ""), this.stage.name()));
		}
	}

	/**
	 * Shows what would change, and asks before data is deleted.
	 * @param fresh whether the stage is to start without data in any case
	 */
	Decision decide(Assembly wanted, boolean fresh) {
		if (!fresh) {
			UpdatePlan plan = ControlClient.of(this.stage).plan(wanted.folder());
			System.out.print(plan.describe());
			List<String> reasons = plan.reasonsToStartAgain();
			if (reasons.isEmpty()) {
				return (!plan.losesData() || agreed("Data is deleted.")) ? Decision.UPDATE : Decision.NOTHING;
			}
			reasons.forEach(System.out::println);
		}
		return agreed("%s starts again without data; its data is deleted.".formatted(this.stage.name()))
				? Decision.START_AGAIN : Decision.NOTHING;
	}

	private boolean agreed(String what) {
		if (this.yes) {
			return true;
		}
		if (System.console() == null) {
			throw new WorkshopException(
					what + " No terminal to confirm on. Nothing was changed. Pass --yes to continue.");
		}
		String answer = System.console().readLine("%s Type yes to continue: ", what);
		boolean agreed = answer != null && answer.strip().equalsIgnoreCase("yes");
		if (!agreed) {
			System.out.println("Nothing was changed.");
		}
		return agreed;
	}

	/** The decision. */
	enum Decision {

		/** Changed while it runs. */
		UPDATE,

		/** Stopped, and brought up from nothing. */
		START_AGAIN,

		/** The user declined. */
		NOTHING

	}

}
