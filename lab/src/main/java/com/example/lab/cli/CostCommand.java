package com.example.lab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import com.example.lab.cost.Bill;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Charge;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import com.example.lab.cost.Usage;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cost}: estimates the cost of a stage on AWS. */
@Command(name = "cost", mixinStandardHelpOptions = true,
		description = { "Estimates the monthly AWS cost of a stage from its template and a table of list prices.",
				"Without STAGE, --users N compares all stages and shows at how many users the cheaper stage changes." })
final class CostCommand implements Callable<Integer> {

	@Parameters(index = "0", arity = "0..1", defaultValue = "", paramLabel = "STAGE",
			description = "A stage: 1, 01 or the folder's name.")
	private String stage = "";

	@Option(names = "--users", paramLabel = "N",
			description = "Number of users (default: the number in the stage's budget.yaml).")
	private long users;

	@Option(names = "--region", paramLabel = "REGION", defaultValue = Prices.DEFAULT_REGION,
			description = "Region of the prices: ap-northeast-2 or us-east-1 (default: ${DEFAULT-VALUE}).")
	private String region = Prices.DEFAULT_REGION;

	@Option(names = "--csv",
			description = "Print the lines of the bill separated by semicolons, without totals (default: tables).")
	private boolean csv;

	@Override
	public Integer call() {
		Workshop workshop = Workshop.find();
		Prices prices = Prices.of(this.region);
		if (this.users < 0 || (this.stage.isEmpty() && this.users == 0)) {
			throw new WorkshopException(
					"cost needs a stage, a number of users above 0, or both. Run ./workshop cost 1 or ./workshop cost --users 100.");
		}
		try (Processes processes = new Processes(workshop.data().resolve("cost-logs"))) {
			if (this.stage.isEmpty()) {
				List<StageCost> all = workshop.stages().stream().map((one) -> cost(one, prices, processes)).toList();
				System.out.print(sideBySide(all));
				return 0;
			}
			StageFolder wanted = workshop.stage(this.stage);
			StageCost cost = cost(wanted, prices, processes);
			long number = (this.users > 0) ? this.users : cost.budget().users();
			if (this.csv) {
				print(cost, number);
				return 0;
			}
			StageCost before = workshop.stages()
				.stream()
				.filter((candidate) -> candidate.number() == wanted.number() - 1)
				.map((one) -> cost(one, prices, processes))
				.findFirst()
				.orElse(null);
			System.out.println(new CostReport(cost, before, number).text());
		}
		return 0;
	}

	private static StageCost cost(StageFolder stage, Prices prices, Processes processes) {
		Events events = new Events();
		events.listen((event) -> {
			if (event.kind() == Event.Kind.PROGRESS) {
				System.err.println(Terminal.faint("  " + event.message()));
			}
		});
		Budget budget = Budget.of(stage);
		new Build(stage, processes, events).run();
		return new StageCost(stage.name(), budget, new Synthesis(stage, processes).run(), prices);
	}

	private String sideBySide(List<StageCost> all) {
		List<List<String>> rows = new ArrayList<>();
		StringBuilder lines = new StringBuilder(System.lineSeparator());
		StageCost before = null;
		for (StageCost cost : all) {
			Bill bill = cost.bill(Usage.of(this.users));
			rows.add(List.of(cost.name(), CostReport.dollars(bill.total()),
					CostReport.dollars(bill.total() / this.users),
					CostReport.dollars(cost.month(cost.budget().users())), CostReport.people(cost.budget().users())));
			if (before != null) {
				lines.append(crossing(before, cost)).append(System.lineSeparator());
			}
			before = cost;
		}
		return Terminal.table(List.of("A MONTH WITH " + CostReport.people(this.users).toUpperCase(Locale.ROOT),
				"       USD", "    A USER", " ITS OWN USERS", ""), rows) + lines;
	}

	private static String crossing(StageCost before, StageCost cost) {
		OptionalLong users = cost.crossing(before);
		boolean cheaper = cost.month(1) < before.month(1);
		StageCost one = cheaper ? cost : before;
		StageCost other = cheaper ? before : cost;
		return users.isEmpty() ? "%s is cheaper than %s with any number of users.".formatted(one.name(), other.name())
				: "%s is cheaper than %s below %s, and more expensive from there on.".formatted(one.name(),
						other.name(), CostReport.people(users.getAsLong()));
	}

	private static void print(StageCost cost, long users) {
		System.out.println("stage;region;users;resource;type;billed;quantity;unit;price;usd");
		for (Charge charge : cost.bill(Usage.of(users)).charges()) {
			System.out.println(String.join(";", cost.name(), cost.prices().region(), Long.toString(users),
					charge.resource().path(), charge.resource().type(), charge.billed(),
					Double.toString(charge.quantity()), charge.price().unit(), charge.price().usd().toPlainString(),
					Double.toString(charge.usd())));
		}
	}

}
