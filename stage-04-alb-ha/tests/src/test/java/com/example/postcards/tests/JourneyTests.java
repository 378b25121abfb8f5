package com.example.postcards.tests;

import com.example.contract.browser.BrowserJourney;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage
class JourneyTests extends BrowserJourney {

	JourneyTests(LocalCloud cloud) {
		super(cloud.url());
	}

}
