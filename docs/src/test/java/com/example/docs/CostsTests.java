package com.example.docs;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class CostsTests {

	private final Costs costs = new Costs(in("us-east-1"), in("ap-northeast-2"));

	@Test
	void eachLineHasThePriceOfBothRegions() {
		assertThat(this.costs.rows()).isEqualTo("|Gateway |NAT gateway |730 hour |0.045 |32.85 |43.07\n");
	}

	@Test
	void totalsAreAttributes() {
		assertThat(this.costs.attributes().lines()).contains(":cost-month: 32.85", ":cost-month-seoul: 43.07",
				":cost-hour: 0.05", ":cost-day: 0.36", ":cost-prices: 2026-10-01", ":budget: 100",
				":cost-hour-awake: 0.045", ":cost-hour-awake-seoul: 0.059", ":cost-month-awake: 32.85",
				":cost-day-seoul: 0.47", ":cost-forgotten: 32.85");
	}

	@Test
	void theEndOfFreeTrafficIsAnAttributeOfAStageBehindAnEdge() {
		StageCost edge = in("us-east-1", "AWS::CloudFront::Distribution");
		long users = edge.freeEnds().get(0).users();

		assertThat(new Costs(edge, edge).attributes().lines()).contains(":cost-free-gb: 1,000",
				":cost-free-price: 0.085", ":cost-free-users: %,d".formatted(users));
		assertThat(this.costs.attributes()).doesNotContain("cost-free");
	}

	private static StageCost in(String region) {
		return in(region, "AWS::EC2::NatGateway");
	}

	private static StageCost in(String region, String type) {
		ObjectNode json = JsonMapper.shared().createObjectNode().put("Type", type);
		json.putObject("Properties");
		Resource resource = new Resource("Gateway", type, "Stack/Gateway/Resource", json);
		StackTemplate stack = new StackTemplate("Stack", Path.of("Stack.json"), JsonMapper.shared().createObjectNode(),
				List.of(resource));
		return new StageCost("stage-01-tried", new Budget(1, 100), new Assembly(Path.of(""), List.of(stack)),
				Prices.of(region));
	}

}
