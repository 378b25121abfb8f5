package com.example.postcards.tests;

import com.example.contract.browser.BrowserJourney;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage(exclusive = false)
class JourneyTests extends BrowserJourney {

	JourneyTests(LocalCloud cloud) {
		super(cloud.url());
	}

}
