package com.example.contract.stage;

import java.nio.file.Path;

import com.example.lab.assembly.Assembly;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import com.example.lab.cost.Usage;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that nothing in a stage's template costs more than its budget, in USD a month,
 * and that it has no NAT gateway or interface endpoint.
 */
public abstract class BudgetContract {

	private static StageCost cost;

	@BeforeAll
	static void synthesise(@TempDir Path logs) {
		StageFolder stage = Workshop.find().around(Path.of(""));
		try (Processes processes = new Processes(logs)) {
			Assembly assembly = new Synthesis(stage, processes).run();
			cost = new StageCost(stage.name(), Budget.of(stage), assembly, Prices.of(Prices.DEFAULT_REGION));
		}
	}

	@Test
	void everythingHasAPrice() {
		assertThat(cost.bill(Usage.of(cost.budget().users())).unpriced()).isEmpty();
	}

	@Test
	void costsNoMoreThanItsBudget() {
		assertThat(cost.month(cost.budget().users())).isPositive().isLessThanOrEqualTo(cost.budget().usdAMonth());
	}

	@Test
	void hasNeitherNatGatewayNorInterfaceEndpoint() {
		assertThat(cost.assembly().stacks().stream().flatMap((stack) -> stack.resources().stream()))
			.noneMatch((resource) -> resource.type().equals("AWS::EC2::NatGateway"))
			.noneMatch((resource) -> resource.properties().path("VpcEndpointType").asString("").equals("Interface"));
	}

}
