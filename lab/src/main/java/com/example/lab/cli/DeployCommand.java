package com.example.lab.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.cost.Bill;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import com.example.lab.cost.Usage;
import com.example.lab.deploy.AwsAccount;
import com.example.lab.deploy.CdkCli;
import com.example.lab.deploy.Deploy;
import com.example.lab.deploy.FirstPage;
import com.example.lab.deploy.Identity;
import com.example.lab.deploy.SlowTypes;
import com.example.lab.deploy.Target;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: deploys a stage to an AWS account. */
@Command(name = "deploy", mixinStandardHelpOptions = true,
		description = "Deploys a stage to an AWS account: shows the price and the resources, asks, deploys, and waits for the first page.",
		footer = { "",
				"The stage costs money until you run ./workshop destroy. Use a sandbox account and a role with administrator access to it, never the root user.",
				"If it was interrupted or failed, run it again; it resumes.", "",
				"Exit codes: 0: the first page is served. 1: the deployment failed or you declined; the message says what exists. 2: the command line is invalid." })
final class DeployCommand implements Callable<Integer> {

	private static final int HOURS_OF_A_DAY = 24;

	@Mixin
	private StageArgument argument = new StageArgument();

	@Mixin
	private AwsOptions aws = new AwsOptions();

	@Option(names = "--email", paramLabel = "ADDRESS",
			description = "E-mail address for budget alerts; sets the context value email (default: no alerts).")
	private @Nullable String email;

	@Option(names = "--update",
			description = "Update the stack of another stage in place, as the stage's README describes (default: refuse). For the resources that this replaces, run ./workshop diff A B --update.")
	private boolean update;

	@Option(names = { "-c", "--context" }, paramLabel = "NAME=VALUE",
			description = "A context value for the CDK code, like -c of cdk; the stage's README lists the names (default: none).")
	private Map<String, String> context = new TreeMap<>();

	@Override
	public Integer call() {
		StageFolder stage = this.argument.stage;
		if (this.email != null) {
			this.context.put("email", this.email);
		}
		Budget budget = Budget.of(stage);
		this.context.putIfAbsent("budget", Long.toString(Math.round(Math.ceil(budget.usdAMonth()))));
		Events events = AwsOptions.events();
		try (AwsAccount account = this.aws.account();
				Processes processes = new Processes(stage.workshop().data().resolve("deploy-logs"))) {
			Identity identity = Identity.of(account);
			Target target = this.aws.target(stage, account);
			new Build(stage, processes, events).run();
			Assembly assembly = new Synthesis(stage, processes, this.context).run();
			Deploy deploy = new Deploy(account, identity, target, assembly,
					new CdkCli(account, stage.workshop().cache(), processes, events), events);
			deploy.refuseOthers(this.update);
			System.out.println(plan(stage, identity, account.region(), assembly, budget));
			String url = AwsOptions.watched(deploy::whatExists, () -> {
				this.aws.ask("This costs money until you run ./workshop destroy %d.".formatted(stage.number()));
				String address = deploy.run(stage.jar());
				new FirstPage(events).await(address, target);
				return address;
			});
			System.out.printf("%n%s is at %s%nStop the cost: %s%n", stage.name(), Terminal.green(url),
					Terminal.bold(target.command("destroy")));
		}
		return 0;
	}

	static String plan(StageFolder stage, Identity identity, String region, Assembly assembly, Budget budget) {
		Map<String, Long> types = assembly.resources()
			.collect(Collectors.groupingBy(Resource::type, TreeMap::new, Collectors.counting()));
		List<String> regions = Stream
			.concat(Stream.of(region), assembly.stacks().stream().map((stack) -> stack.region(region)))
			.distinct()
			.toList();
		StringBuilder plan = new StringBuilder(
				"%n%s will be deployed to account %s, %s %s, as %s.%n%n".formatted(stage.name(), identity.account(),
						(regions.size() > 1) ? "Regions" : "Region", String.join(" and ", regions), identity.arn()));
		types.forEach((type, count) -> plan.append("%4d %s%n".formatted(count, type)));
		return plan.append(time(assembly))
			.append(data(assembly))
			.append(price(stage, region, assembly, budget))
			.toString();
	}

	/** What takes minutes is listed, because nothing seems to happen meanwhile. */
	private static String time(Assembly assembly) {
		String slow = assembly.resources()
			.filter((resource) -> SlowTypes.minutes(resource.type()) > 0)
			.map((resource) -> "%s up to %d minutes".formatted(resource.name(), SlowTypes.minutes(resource.type())))
			.collect(Collectors.joining(", "));
		return slow.isEmpty() ? "" : "%nSome resources take long to create, change or delete: %s.%n".formatted(slow);
	}

	/** As the template says: what it keeps goes on costing money. */
	private static String data(Assembly assembly) {
		String kept = assembly.stacks()
			.get(0)
			.resources()
			.stream()
			.filter((resource) -> resource.json().path("DeletionPolicy").asString("").matches("Retain.*|Snapshot"))
			.map(Resource::name)
			.collect(Collectors.joining(", "));
		return kept.isEmpty()
				? "%nThis is a sandbox (retain=false): ./workshop destroy deletes all data. Before people use it, pass --context retain=true.%n"
					.formatted()
				: "%n./workshop destroy keeps the data of %s, which goes on costing money.%n".formatted(kept);
	}

	/** What it costs at most: a database that could pause is awake. */
	private static String price(StageFolder stage, String region, Assembly assembly, Budget budget) {
		String priced = Prices.hasRegion(region) ? region : Prices.DEFAULT_REGION;
		try {
			StageCost cost = new StageCost(stage.name(), budget, assembly, Prices.of(priced));
			Bill bill = cost.bill(Usage.of(budget.users()).awake());
			double hour = bill.total() / Usage.HOURS;
			return String.format(Locale.ROOT,
					"%nEstimated cost: %.3f USD an hour, %.2f USD a day, at the list prices of %s%s%s. ./workshop cost %d shows each line.%n",
					hour, hour * HOURS_OF_A_DAY, priced,
					priced.equals(region) ? "" : "; the prices of %s are not in the table and differ".formatted(region),
					bill.unpriced().isEmpty() ? "" : "; %d resources have no price".formatted(bill.unpriced().size()),
					stage.number());
		}
		catch (WorkshopException ex) {
			return "%nThe price is not known: %s%n".formatted(ex.getMessage());
		}
	}

}
