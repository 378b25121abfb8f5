package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class BudgetAlarmTests {

	@Test
	void noMailIsSentWithoutAnAddress() {
		Synthesis.TEMPLATE.resourceCountIs("AWS::Budgets::Budget", 0);
	}

	@Test
	void mailsBeforeAMonthCostsMoreThanTheBudget() {
		Template template = with(Map.of("email", "me@example.com", "budget", "45"));

		template.hasResourceProperties("AWS::Budgets::Budget",
				Map.of("Budget",
						Match.objectLike(Map.of("BudgetType", "COST", "TimeUnit", "MONTHLY", "BudgetLimit",
								Map.of("Amount", 45, "Unit", "USD"))),
						"NotificationsWithSubscribers",
						List.of(mail("ACTUAL", 80, "me@example.com"), mail("FORECASTED", 100, "me@example.com"))));
	}

	@Test
	void theBudgetIsTwentyDollarsByDefault() {
		with(Map.of("email", "me@example.com")).hasResourceProperties("AWS::Budgets::Budget", Match.objectLike(
				Map.of("Budget", Match.objectLike(Map.of("BudgetLimit", Map.of("Amount", 20, "Unit", "USD"))))));
	}

	private static Template with(Map<String, String> context) {
		return Template.fromStack(Synthesis.stack(context));
	}

	private static Object mail(String kind, int percent, String address) {
		return Match
			.objectLike(Map.of("Notification", Match.objectLike(Map.of("NotificationType", kind, "Threshold", percent)),
					"Subscribers", List.of(Map.of("SubscriptionType", "EMAIL", "Address", address))));
	}

}
