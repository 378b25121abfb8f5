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

/** {@code destroy}: takes a stage out of an AWS account. */
@Command(name = "destroy", mixinStandardHelpOptions = true,
		description = "Takes a stage out of an AWS account with all its data, and looks for what is left.",
		footer = { "",
				"Empties buckets, turns off deletion protection, deletes the stack, then what CloudFormation is known to leave. "
						+ "Only what has the stack's name or its tags is deleted. Snapshots and retained backups stay unless --with-backups is given.",
				"",
				"Exit code 0: nothing costs money any more. 3: something still does, or nobody could look; it is listed. "
						+ "1: a stack cannot be deleted, or somebody said no. 2: a wrong command line." })
final class DestroyCommand implements Callable<Integer> {

	private static final int LEFT = 3;

	@Mixin
	private StageArgument argument = new StageArgument();

	@Mixin
	private AwsOptions aws = new AwsOptions();

	@Option(names = "--keep-bootstrap",
			description = "Keep the CDK's bootstrap of the Region. Without it, it goes if ./workshop deploy made it and no other stack needs it.")
	private boolean keepBootstrap;

	@Option(names = "--with-backups", description = "Delete snapshots and retained backups, too.")
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
				this.aws.ask("%s in account %s, Region %s: %s, with all data but what its template retains.".formatted(
						stage.name(), identity.account(), account.region(),
						stacks.isEmpty() ? "no stack; what is left of it is deleted" : String.join(", ", stacks)));
				return destroy.run(this.keepBootstrap, this.withBackups);
			});
			return report(left, target);
		}
	}

	static int report(List<Leftover> left, Target target) {
		if (!left.isEmpty()) {
			System.out.println();
			System.out.print(Terminal.table(List.of("STILL THERE", "WHICH", "COSTS", "WHAT BECOMES OF IT"),
					left.stream().map((one) -> List.of(one.kind(), one.id(), costs(one.cost()), one.note())).toList()));
		}
		boolean done = left.stream().allMatch((one) -> one.cost() == Cost.NOTHING);
		System.out.printf("%n%s%n",
				done ? Terminal
					.green("%s is gone from %s; nothing of it costs money.".formatted(target.stage(), target.region()))
						: Terminal.yellow("Something may still cost money. Look at each line above; then run %s again."
							.formatted(target.command("destroy"))));
		return done ? 0 : LEFT;
	}

	private static String costs(Cost cost) {
		return switch (cost) {
			case MONEY, BACKUP -> "money";
			case NOTHING -> "nothing";
			case UNKNOWN -> "not known";
		};
	}

}
