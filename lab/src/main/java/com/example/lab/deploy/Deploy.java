package com.example.lab.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.cloud.Release;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * Puts the stack of an assembly into an account. It begins where an earlier try has
 * ended, whatever that was.
 */
public final class Deploy {

	private static final String URL = "Url";

	private static final int LOOKS = 10;

	private static final String CDK_ERROR = "\u274c";

	private final AwsAccount account;

	private final Identity identity;

	private final Target target;

	private final Assembly assembly;

	private final StackTemplate template;

	private final DeployedStack stack;

	private final CdkCli cdk;

	private final Events events;

	/**
	 * A deployment that has not begun.
	 * @param account where to
	 * @param identity who deploys
	 * @param target what is deployed where
	 * @param assembly what the CDK synthesised: one stack
	 * @param cdk the CDK's command line on that account
	 * @param events where the progress is told
	 */
	public Deploy(AwsAccount account, Identity identity, Target target, Assembly assembly, CdkCli cdk, Events events) {
		this.account = account;
		this.identity = identity;
		this.target = target;
		this.assembly = assembly;
		this.template = only(assembly);
		this.stack = new DeployedStack(account, this.template.name(), paths(this.template), events);
		this.cdk = cdk;
		this.events = events;
	}

	private static StackTemplate only(Assembly assembly) {
		if (assembly.stacks().size() > 1) {
			throw new WorkshopException("deploy knows stages of one stack; this one has %s. Nothing was deployed."
				.formatted(assembly.stacks().stream().map(StackTemplate::name).collect(Collectors.joining(", "))));
		}
		return assembly.stacks().get(0);
	}

	static Map<String, String> paths(StackTemplate template) {
		return template.resources().stream().collect(Collectors.toMap(Resource::logicalId, Resource::name));
	}

	/**
	 * Deploys.
	 * @param release the jar, for a server that cannot fetch an asset
	 * @return the public address of the stage
	 * @throws WorkshopException if that fails; says what exists now, and what to do
	 */
	public String run(Path release) {
		settle();
		this.stack.fromNow();
		bootstrap();
		follow(this.cdk.deploy(this.assembly.folder(), this.target.tags()));
		if (Release.wantedBy(this.template)) {
			bringRelease(release);
		}
		String url = "";
		// LocalStack says that an update is complete a moment before it has the outputs.
		for (int looks = 0; url.isEmpty() && looks < LOOKS; looks++) {
			url = this.stack.outputs().getOrDefault(URL, "");
			if (url.isEmpty()) {
				this.account.pause();
			}
		}
		if (url.isEmpty()) {
			throw new WorkshopException("Stack %s has no output %s. What exists now costs money: %s ends that."
				.formatted(this.stack.name(), URL, this.target.command("destroy")));
		}
		return url;
	}

	/**
	 * Makes sure that no other stage is updated by mistake, or a stack of somebody else.
	 * @param update whether the stack of another stage is to be updated in place
	 * @throws WorkshopException if the name is taken
	 */
	public void refuseOthers(boolean update) {
		this.stack.find().ifPresent((found) -> {
			String deployed = Target.stageOf(found.tags());
			if (deployed.isEmpty()) {
				throw new WorkshopException(
						"Region %s has a stack %s that ./workshop deploy did not make, so it is not touched. Use another Region or account, or delete that stack yourself."
							.formatted(this.target.region(), found.stackName()));
			}
			if (!update && !deployed.equals(this.target.stage())) {
				throw new WorkshopException(
						"Stack %s in Region %s is %s, not %s. Run ./workshop destroy %s --region %s first, or take another Region. --update changes it in place; ./workshop diff with --update lists what that replaces."
							.formatted(found.stackName(), this.target.region(), deployed, this.target.stage(), deployed,
									this.target.region()));
			}
		});
	}

	/**
	 * What is there now and goes on costing, for who stops in the middle.
	 * @return some sentences
	 */
	public String whatExists() {
		String status = this.stack.status();
		if (status.isEmpty()) {
			return "There is no stack %s, so nothing of the stage exists. Start again with %s."
				.formatted(this.stack.name(), this.target.command("deploy"));
		}
		long made = this.stack.resources(this.stack.name())
			.stream()
			.map(StackResourceSummary::resourceStatusAsString)
			.filter((one) -> !one.startsWith("DELETE_COMPLETE"))
			.count();
		return "Stack %s is %s with %d resources%s. Go on: %s. End what it costs: %s.".formatted(this.stack.name(),
				status, made, status.endsWith("_IN_PROGRESS") ? "; CloudFormation goes on by itself" : "",
				this.target.command("deploy"), this.target.command("destroy"));
	}

	/**
	 * Waits for an earlier run that was called off, and takes away what failed at the
	 * first try: CloudFormation cannot go on with that.
	 */
	private void settle() {
		String status = this.stack.settleEarlierRun();
		if (status.matches("ROLLBACK_.*|CREATE_FAILED|DELETE_FAILED|REVIEW_IN_PROGRESS")) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Stack %s is %s; deleting what is left of it".formatted(this.stack.name(), status));
			new StackRemoval(this.account, this.stack, this.events).run();
		}
		else if (status.equals("UPDATE_ROLLBACK_FAILED")) {
			throw new WorkshopException("Stack %s is stuck in %s. Take it away with %s, then deploy again."
				.formatted(this.stack.name(), status, this.target.command("destroy")));
		}
	}

	private void bootstrap() {
		try {
			this.account.client(SsmClient.builder())
				.getParameter((request) -> request.name(Bootstrap.VERSION_PARAMETER));
		}
		catch (ParameterNotFoundException ex) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Region %s has no CDKToolkit yet; the CDK makes its bucket and roles"
						.formatted(this.account.region()));
			DeployedStack toolkit = new DeployedStack(this.account, Bootstrap.STACK, Map.of(), this.events).fromNow();
			OwnedProcess program = this.cdk.bootstrap(this.identity.account());
			toolkit.follow(program::alive);
			if (program.exit().join() != 0) {
				throw failed("bootstrap the Region", toolkit, program);
			}
		}
		catch (SdkException ex) {
			throw this.stack.failed(ex, "looking for the CDK's bootstrap");
		}
	}

	private void follow(OwnedProcess program) {
		this.stack.follow(program::alive);
		// An update that failed the last time, and has nothing to change now, leaves the
		// stack as it was rolled back: the exit code tells.
		if (program.exit().join() != 0) {
			throw failed("deploy " + this.target.stage(), this.stack, program);
		}
	}

	private void bringRelease(Path jar) {
		if (this.stack.outputs().containsKey(URL)) {
			this.events.publish(Event.Kind.WARNING, Events.LAB,
					"The box is there and keeps its release. A new one takes %s first, and its disk is lost then."
						.formatted(this.target.command("destroy")));
			return;
		}
		String status = new ReleaseUpload(this.account, this.stack, this.template, this.events).run(jar);
		if (!status.equals("UPDATE_COMPLETE")) {
			StackFailure failure = this.stack.failure();
			throw new WorkshopException("The box could not be made: %s%n%s".formatted(
					(failure != null) ? failure.reason() + " " + failure.advice(this.target) : status, whatExists()));
		}
	}

	private WorkshopException failed(String what, DeployedStack failed, OwnedProcess program) {
		StackFailure failure = failed.failure();
		String reason = (failure != null) ? "%s (%s): %s%n%s".formatted(failure.resource(), failure.type(),
				failure.reason(), failure.advice(this.target)) : words(program);
		return new WorkshopException("Could not %s. %s%n%s".formatted(what, reason, whatExists()));
	}

	/** The CDK marks its errors; before them is what went well. */
	private static String words(OwnedProcess program) {
		String lines = program.lastLines();
		return lines.substring(Math.max(0, lines.indexOf(CDK_ERROR)));
	}

}
