package com.example.lab.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.deploy.AwsAccount;
import com.example.lab.deploy.Destroy;
import com.example.lab.deploy.Identity;
import com.example.lab.deploy.Leftover;
import com.example.lab.deploy.Leftover.Cost;
import com.example.lab.deploy.Target;
import com.example.lab.stage.StageFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code destroy}: deletes a stage from an AWS account. */
@Command(name = "destroy", mixinStandardHelpOptions = true,
		description = "Deletes a stage and all its data from an AWS account, then lists what is left over.",
		footer = { "",
				"Empties buckets, turns off deletion protection, deletes the stack, and then deletes the resources that CloudFormation leaves behind. "
						+ "Only resources with the stack's name or tags are deleted. Snapshots and retained backups are kept unless you pass --with-backups.",
				"",
				"Exit codes: 0: nothing of the stage costs money any more. 3: some resources do or may, and are listed. "
						+ "1: a stack cannot be deleted, or you declined. 2: the command line is invalid." })
final class DestroyCommand implements Callable<Integer> {

	private static final int LEFT = 3;

	@Mixin
	private StageArgument argument = new StageArgument();

	@Mixin
	private AwsOptions aws = new AwsOptions();

	@Option(names = "--keep-bootstrap",
			description = "Keep the CDK bootstrap stack of the Region (default: delete it if ./workshop deploy created it and no other stack needs it).")
	private boolean keepBootstrap;

	@Option(names = "--with-backups", description = "Also delete snapshots and retained backups (default: keep them).")
	private boolean withBackups;

	@Override
	public Integer call() {
		StageFolder stage = this.argument.stage;
		try (AwsAccount account = this.aws.account()) {
			Identity identity = Identity.of(account);
			Target target = this.aws.target(stage, account);
			Destroy destroy = new Destroy(account, identity, target, AwsOptions.events());
			List<String> stacks = destroy.stacks();
			List<Leftover> left = AwsOptions.watched(destroy::whatExists, () -> {
				this.aws.ask("%s in account %s, Region %s: %s, with all data except what its template retains."
					.formatted(stage.name(), identity.account(), account.region(),
							stacks.isEmpty() ? "no stack; leftover resources are deleted" : String.join(", ", stacks)));
				return destroy.run(this.keepBootstrap, this.withBackups);
			});
			return report(left, target);
		}
	}

	static int report(List<Leftover> left, Target target) {
		if (!left.isEmpty()) {
			System.out.println();
			System.out.print(Terminal.table(List.of("LEFT OVER", "NAME", "COSTS", "ACTION"),
					left.stream().map((one) -> List.of(one.kind(), one.id(), costs(one.cost()), one.note())).toList()));
		}
		boolean done = left.stream().allMatch((one) -> one.cost() == Cost.NOTHING);
		System.out.printf("%n%s%n", done
				? Terminal.green(
						"%s is deleted from %s; nothing of it costs money.".formatted(target.stage(), target.region()))
				: Terminal.yellow(
						"The resources above may still cost money. Follow the action in each line, then run %s again."
							.formatted(target.command("destroy"))));
		return done ? 0 : LEFT;
	}

	private static String costs(Cost cost) {
		return switch (cost) {
			case MONEY, BACKUP -> "money";
			case NOTHING -> "nothing";
			case UNKNOWN -> "unknown";
		};
	}

}
