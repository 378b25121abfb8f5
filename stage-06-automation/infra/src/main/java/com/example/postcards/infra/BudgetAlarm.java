package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.budgets.CfnBudget.BudgetDataProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.NotificationWithSubscribersProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SpendProperty;
import software.amazon.awscdk.services.budgets.CfnBudget.SubscriberProperty;
import software.constructs.Construct;

/**
 * An e-mail when the account has spent most of its monthly budget, and when AWS forecasts
 * that it will spend more. AWS estimates a few times a day, and stops no resource. Needs
 * nothing.
 */
class BudgetAlarm extends Construct {

	/**
	 * Watches the whole account.
	 * @param email where to
	 * @param dollars what it may spend in a month
	 */
	BudgetAlarm(Construct scope, String id, String email, double dollars) {
		super(scope, id);
		CfnBudget.Builder.create(this, "Budget")
			.budget(BudgetDataProperty.builder()
				.budgetType("COST")
				.timeUnit("MONTHLY")
				.budgetLimit(SpendProperty.builder().amount(dollars).unit("USD").build())
				.build())
			.notificationsWithSubscribers(List.of(mail("ACTUAL", 80, email), mail("FORECASTED", 100, email)))
			.build();
	}

	private static NotificationWithSubscribersProperty mail(String kind, int percent, String address) {
		return NotificationWithSubscribersProperty.builder()
			.notification(NotificationProperty.builder()
				.notificationType(kind)
				.comparisonOperator("GREATER_THAN")
				.threshold(percent)
				.thresholdType("PERCENTAGE")
				.build())
			.subscribers(List.of(SubscriberProperty.builder().subscriptionType("EMAIL").address(address).build()))
			.build();
	}

}
