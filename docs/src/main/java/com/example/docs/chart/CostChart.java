package com.example.docs.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

import com.example.lab.cost.StageCost;
import com.example.lab.cost.StageCost.FreeEnd;

/**
 * Dollars a month against users, of a stage and of its neighbours.
 *
 * @param stage the stage
 * @param all that stage and its neighbours, in their order
 */
public record CostChart(StageCost stage, List<StageCost> all) {

	private static final int LEFT = 64;

	private static final int RIGHT = Svg.WIDTH - 130;

	private static final int HEIGHT = 340;

	private static final int POINTS = 60;

	private static final int LABEL = 18;

	/** CloudFront's, whose free terabyte is the largest free quantity by its price. */
	private static final String TRAFFIC = "data out to viewers";

	/**
	 * Draws it, up to ten times the users of the stage or twice those of the farthest
	 * crossing.
	 * @return AsciiDoc
	 */
	public String draw() {
		List<Crossing> crossings = crossings();
		long most = Math.max(10 * this.stage.budget().users(),
				2 * crossings.stream().mapToLong(Crossing::users).max().orElse(0));
		Axis users = new Axis(1, Math.pow(10, Math.ceil(Math.log10(most))), LEFT, RIGHT, true);
		double dearest = this.all.stream().mapToDouble((cost) -> cost.month((long) users.to())).max().orElse(1);
		Axis dollars = new Axis(0, Axis.roundUp(dearest), HEIGHT - 50, 30, false);
		Svg svg = new Svg().vertical(dollars, LEFT, RIGHT, "USD a month").horizontal(users, HEIGHT - 50, "users");
		this.all.forEach((cost) -> svg.polyline(cost.equals(this.stage) ? "line here" : "line",
				DoubleStream.iterate(0, (i) -> i <= POINTS, (i) -> i + 1)
					.map((i) -> Math.pow(users.to(), i / POINTS))
					.mapToObj((x) -> new double[] { users.pixel(x), dollars.pixel(cost.month(Math.round(x))) })
					.toList()));
		double free = HEIGHT;
		for (StageCost cost : this.all.stream()
			.sorted(Comparator.comparingDouble((cost) -> cost.month((long) users.to())))
			.toList()) {
			// Labels of lines that end close together are set apart.
			double end = Math.min(dollars.pixel(cost.month((long) users.to())), free);
			free = end - LABEL;
			svg.text("start", RIGHT + 8, end + 5, name(cost));
		}
		for (Crossing crossing : crossings) {
			double y = dollars.pixel(crossing.one().month(crossing.users()));
			svg.add("<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", users.pixel(crossing.users()), y)
				.text("middle", users.pixel(crossing.users()), y - 12,
						Svg.number(crossing.users()) + ((crossing.users() == 1) ? " user" : " users"));
		}
		for (FreeEnd end : freeTraffic()) {
			double y = dollars.pixel(this.stage.month(end.users()));
			svg.add("<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", users.pixel(end.users()), y)
				.text("end", users.pixel(end.users()) - 8, y - 12,
						"traffic is free below %s users".formatted(Svg.number(end.users())));
		}
		return svg.block("cost-chart", HEIGHT, "USD a month in us-east-1 by users, %s".formatted(names()),
				description(crossings));
	}

	/**
	 * The number of users from which on another stage is the cheaper one.
	 */
	private List<Crossing> crossings() {
		List<Crossing> crossings = new ArrayList<>();
		for (StageCost one : this.all) {
			for (StageCost other : this.all.subList(this.all.indexOf(one) + 1, this.all.size())) {
				OptionalLong users = one.crossing(other);
				if (users.isPresent()) {
					crossings.add(new Crossing(one, other, users.getAsLong()));
				}
			}
		}
		return crossings;
	}

	/**
	 * Where the free traffic of the stage ends.
	 */
	private List<FreeEnd> freeTraffic() {
		return this.stage.freeEnds().stream().filter((end) -> end.charge().billed().equals(TRAFFIC)).toList();
	}

	private String description(List<Crossing> crossings) {
		StringBuilder description = new StringBuilder();
		for (StageCost cost : this.all) {
			description.append("%s: %s USD with 1 user, %s USD with %s users. ".formatted(name(cost),
					Svg.number(cost.month(1)), Svg.number(cost.month(this.stage.budget().users())),
					Svg.number(this.stage.budget().users())));
		}
		freeTraffic().forEach((end) -> description.append("%s: %s GB of traffic a month are free, below %s users. "
			.formatted(name(this.stage), Svg.number(end.charge().free()), Svg.number(end.users()))));
		crossings.forEach((crossing) -> description.append("%s and %s cost the same with %s users. "
			.formatted(name(crossing.one()), name(crossing.other()), Svg.number(crossing.users()))));
		return (crossings.isEmpty() ? description.append("No two lines cross.") : description).toString().strip();
	}

	private String names() {
		return String.join(", ", this.all.stream().map(CostChart::name).toList());
	}

	private static String name(StageCost cost) {
		return cost.name().replaceFirst("stage-0?(\\d+)-.*", "stage $1");
	}

	/**
	 * Where two lines cross.
	 *
	 * @param one a stage
	 * @param other another one
	 * @param users the minimum number of users with which the other order holds
	 */
	private record Crossing(StageCost one, StageCost other, long users) {
	}

}
