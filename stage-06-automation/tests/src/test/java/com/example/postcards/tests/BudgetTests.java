package com.example.postcards.tests;

import com.example.contract.stage.BudgetContract;

class BudgetTests extends BudgetContract {

}
