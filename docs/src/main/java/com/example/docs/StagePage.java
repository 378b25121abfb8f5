package com.example.docs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.example.docs.architecture.BeforeAfter;
import com.example.docs.chart.CostChart;
import com.example.docs.chart.RunChart;
import com.example.lab.assembly.Assembly;
import com.example.lab.stage.StageFolder;

/**
 * What the page of a stage includes that compares it with others or shows a run.
 *
 * @param stage the stage
 * @param assembly its template, synthesised
 * @param figures what its tests measured
 * @param costs what it costs
 */
record StagePage(StageFolder stage, Assembly assembly, Figures figures, Costs costs) {

	private static final String RUN = "/%s/run-([\\w-]+)\\.(?:adoc|txt)\\[";

	/**
	 * The files that this page and others may include.
	 * @param all the pages of all stages, in their order
	 * @param sources the AsciiDoc of the whole site, which names the runs to show
	 * @return their texts, by their names
	 */
	Map<String, String> parts(List<StagePage> all, String sources) {
		int place = all.indexOf(this);
		Map<String, String> parts = new TreeMap<>();
		if (place > 0) {
			parts.put("before-after.adoc",
					new BeforeAfter(this.stage.number(), all.get(place - 1).assembly(), this.assembly).block());
		}
		List<StagePage> neighbours = all.subList(Math.max(0, place - 1), Math.min(all.size(), place + 2));
		parts.put("cost-chart.adoc",
				new CostChart(this.costs.here(), neighbours.stream().map((each) -> each.costs().here()).toList())
					.draw());
		for (String claim : Pattern.compile(RUN.formatted(Pattern.quote(this.stage.name())))
			.matcher(sources)
			.results()
			.map((match) -> match.group(1))
			.distinct()
			.toList()) {
			parts.put("run-%s.adoc".formatted(claim), chart(claim));
			parts.put("run-%s.txt".formatted(claim), sample(claim));
		}
		return parts;
	}

	private String chart(String claim) {
		return this.figures.timeline(claim).map((run) -> new RunChart(claim, run).draw()).orElseGet(() -> {
			System.out.printf("The page of %s has no chart of %s: the figures have no timeline of it yet.%n",
					this.stage.name(), claim);
			return "";
		});
	}

	private String sample(String claim) {
		return this.figures.timeline(claim)
			.map((run) -> new RunSample(run, this.figures.longestGap(claim)).lines())
			.orElse(RunSample.ANY);
	}

}
