package com.example.docs.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

class CostChartTests {

	private final StageCost flat = cost("stage-01-flat", "AWS::EC2::NatGateway");

	private final StageCost grows = cost("stage-02-grows", "AWS::Cognito::UserPool");

	@Test
	void twoLinesAreMarkedWhereTheyCross() {
		long crossing = this.flat.crossing(this.grows).orElseThrow();

		String chart = new CostChart(this.grows, List.of(this.flat, this.grows)).draw();

		assertThat(chart).containsOnlyOnce("<circle class=\"mark\"")
			.contains(">%s users</text>".formatted(Svg.number(crossing)))
			.contains("stage 1 and stage 2 cost the same with %s users.".formatted(Svg.number(crossing)))
			.contains("<path class=\"line here\"", "<path class=\"line\"");
	}

	@Test
	void linesThatDoNotCrossSaySo() {
		String chart = new CostChart(this.flat,
				List.of(this.flat, cost("stage-02-twice", "AWS::EC2::NatGateway", "AWS::EC2::NatGateway")))
			.draw();

		assertThat(chart).doesNotContain("<circle").contains("No two lines cross.");
	}

	@Test
	void showsWhereTheFreeTrafficOfTheEdgeEnds() {
		StageCost edge = cost("stage-02-edge", "AWS::CloudFront::Distribution");

		String chart = new CostChart(edge, List.of(edge)).draw();

		assertThat(chart).containsOnlyOnce("<circle class=\"mark\"")
			.contains(">traffic is free below %s users</text>".formatted(Svg.number(10_606)),
					"stage 2: %s GB of traffic a month are free".formatted(Svg.number(1_000)));
		assertThat(new CostChart(this.flat, List.of(this.flat, edge)).draw()).doesNotContain("traffic is free");
	}

	@Test
	void labelsOfLinesThatEndTogetherAreApart() {
		String chart = new CostChart(this.flat, List.of(this.flat, cost("stage-02-same", "AWS::EC2::NatGateway")))
			.draw();

		double[] places = Stream.of("stage 1", "stage 2")
			.mapToDouble((name) -> Double.parseDouble(
					chart.replaceAll("(?s).* y=\"([\\d.]+)\" text-anchor=\"start\">%s<.*".formatted(name), "$1")))
			.toArray();
		assertThat(Math.abs(places[0] - places[1])).isGreaterThanOrEqualTo(18);
	}

	private static StageCost cost(String name, String... types) {
		List<Resource> resources = Stream.of(types).map((type) -> {
			ObjectNode json = JsonMapper.shared().createObjectNode().put("Type", type);
			json.putObject("Properties");
			return new Resource(type, type, "Stack/" + type, json);
		}).toList();
		StackTemplate stack = new StackTemplate("Stack", Path.of("Stack.json"), JsonMapper.shared().createObjectNode(),
				resources);
		return new StageCost(name, new Budget(1_000, 100), new Assembly(Path.of(""), List.of(stack)),
				Prices.of("us-east-1"));
	}

}
