package com.example.lab.deploy;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * Puts the stacks of an assembly into an account, each into its Region. It begins where
 * an earlier try has ended, whatever that was.
 */
public final class Deploy {

	private static final int LOOKS = 10;

	private static final String CDK_ERROR = "\u274c";

	private final AwsAccount account;

	private final Identity identity;

	private final Target target;

	private final Assembly assembly;

	/** By Region, the target's first. */
	private final Map<String, AwsAccount> regions = new LinkedHashMap<>();

	/** Each after those that it depends on. */
	private final List<StackDeployment> stacks;

	private final CdkCli cdk;

	private final Events events;

	/**
	 * A deployment that has not begun.
	 * @param account the account; a stack whose CDK code names a Region goes to that
	 * Region
	 * @param identity the user
	 * @param target the stage and the Region
	 * @param assembly what the CDK synthesised
	 * @param cdk the CDK's command line on that account
	 * @param events gets the progress
	 */
	public Deploy(AwsAccount account, Identity identity, Target target, Assembly assembly, CdkCli cdk, Events events) {
		this.account = account;
		this.identity = identity;
		this.target = target;
		this.assembly = assembly;
		Stream
			.concat(Stream.of(account.region()), assembly.stacks().stream().map((one) -> one.region(account.region())))
			.forEach((region) -> this.regions.computeIfAbsent(region, account::in));
		this.stacks = assembly.stacks()
			.stream()
			.map((template) -> new StackDeployment(
					Objects.requireNonNull(this.regions.get(template.region(account.region()))), target, template,
					events))
			.toList();
		this.cdk = cdk;
		this.events = events;
	}

	/**
	 * Deploys.
	 * @param release the jar, for a server that cannot fetch an asset
	 * @return the public address of the stage
	 * @throws WorkshopException if that fails; says what exists now, and what to do
	 */
	public String run(Path release) {
		// What failed at the first try goes, and first what needs the rest.
		IntStream.range(0, this.stacks.size())
			.map((index) -> this.stacks.size() - 1 - index)
			.forEach((index) -> this.stacks.get(index).settle());
		List<DeployedStack> deployed = this.stacks.stream().map((one) -> one.stack().fromNow()).toList();
		this.regions.values().forEach(this::bootstrap);
		OwnedProcess program = this.cdk.deploy(this.assembly.folder(), this.target.tags(this.regions.keySet()));
		follow("deploy " + this.target.stage(), deployed, program);
		for (StackDeployment stack : this.stacks) {
			stack.bringRelease(release).ifPresent((reason) -> {
				throw new WorkshopException("The box could not be created: %s%n%s".formatted(reason, whatExists()));
			});
		}
		return url();
	}

	/**
	 * Refuses to update another stage, or a stack that the workshop did not create.
	 * @param update whether the stacks of another stage are to be updated in place
	 * @throws WorkshopException if a name is taken
	 */
	public void refuseOthers(boolean update) {
		this.stacks.forEach((stack) -> stack.refuseOthers(update));
	}

	/**
	 * What exists now and costs money, for users who interrupt the command.
	 * @return some sentences
	 */
	public String whatExists() {
		String existing = this.stacks.stream()
			.map(StackDeployment::whatExists)
			.filter((sentence) -> !sentence.isEmpty())
			.collect(Collectors.joining(" "));
		return existing.isEmpty()
				? "There is no stack %s, so nothing of the stage exists. Start again with %s.".formatted(
						this.stacks.stream().map(StackDeployment::label).collect(Collectors.joining(" and no stack ")),
						this.target.command("deploy"))
				: "%s Resume: %s. Stop the cost: %s.".formatted(existing, this.target.command("deploy"),
						this.target.command("destroy"));
	}

	/** The last stack that has one says it. */
	private String url() {
		// LocalStack says that an update is complete a moment before it has the outputs.
		for (int looks = 0; looks < LOOKS; looks++) {
			String url = this.stacks.stream()
				.map(StackDeployment::url)
				.filter((one) -> !one.isEmpty())
				.reduce("", (before, one) -> one);
			if (!url.isEmpty()) {
				return url;
			}
			this.account.pause();
		}
		throw new WorkshopException("Stack %s has no output %s. What exists now costs money; %s deletes it.".formatted(
				this.stacks.stream().map(StackDeployment::label).collect(Collectors.joining(", ")), StackDeployment.URL,
				this.target.command("destroy")));
	}

	private void bootstrap(AwsAccount there) {
		try {
			there.client(SsmClient.builder()).getParameter((request) -> request.name(Bootstrap.VERSION_PARAMETER));
		}
		catch (ParameterNotFoundException ex) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Region %s has no CDKToolkit yet; the CDK creates its bucket and roles".formatted(there.region()));
			DeployedStack toolkit = new DeployedStack(there, Bootstrap.STACK, Map.of(), this.events).fromNow();
			follow("bootstrap Region " + there.region(), List.of(toolkit),
					this.cdk.bootstrap(this.identity.account(), there.region()));
		}
		catch (SdkException ex) {
			throw AwsFailure.of(ex, "looking for the CDK's bootstrap", there.region());
		}
	}

	/**
	 * Reports the events of stacks while the CDK works on them. An update that failed the
	 * last time, and has nothing to change now, leaves its stack rolled back: only the
	 * exit code shows that.
	 */
	private void follow(String what, List<DeployedStack> worked, OwnedProcess program) {
		LongWait wait = new LongWait(this.account, this.events);
		while (program.alive()) {
			worked.forEach((stack) -> stack.tell(wait));
			this.account.pause();
		}
		worked.forEach((stack) -> stack.tell(wait));
		if (program.exit().join() != 0) {
			String reason = worked.stream()
				.map(DeployedStack::failure)
				.filter(Objects::nonNull)
				.max(Comparator.comparing(StackFailure::time))
				.map((failure) -> failure.told(this.target))
				.orElseGet(() -> words(program));
			throw new WorkshopException("Could not %s. %s%n%s".formatted(what, reason, whatExists()));
		}
	}

	/** The CDK marks its errors; before them is what went well. */
	private static String words(OwnedProcess program) {
		String lines = program.lastLines();
		return lines.substring(Math.max(0, lines.indexOf(CDK_ERROR)));
	}

}
