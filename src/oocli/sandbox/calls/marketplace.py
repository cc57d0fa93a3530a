"""The marketplace: activation, transactions, subscriptions, webhooks. Nobody is charged or called."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one, success
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.documents import keep, recall
from oocli.sandbox.records.links import check_exists, whole_numbers
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_HOOKED = {"estate": "estate", "address": "address", "task": "task", "calendar": "calendar"}


def unlock(ask: Ask) -> Found:
    """Activate a provider by the handle that onOffice gave out."""
    handle = as_text(ask.parameters.get("parameterCacheId"))
    if not handle:
        raise Refusal(167, "parameterCacheId")
    if handle not in office_data()["parameter_cache"]:
        raise Refusal(177)
    if not ask.parameters.get("extendedclaim"):
        raise Refusal(193)
    keep(ask, "provider", handle, {"regular": ask.flag("isRegularCustomer")})
    return success()


def read_recipient(ask: Ask) -> Found:
    """Return who gets the invoice of a transaction; without a claim the time for that has expired."""
    transaction = _transaction(ask)
    if str(ask.parameters["userid"]) != str(transaction["user"]):
        raise Refusal(184)
    if not ask.parameters.get("extendedclaim"):
        raise Refusal(190)
    imprint = office_data()["impressum"]
    elements = {
        "salutation": imprint["title"],
        "firstname": imprint["firstname"],
        "lastname": imprint["lastname"],
        "companyname": imprint["firma"],
        "address": f"{imprint['street']} {imprint['housenumber']}",
        "zipcode": imprint["postcode"],
        "city": imprint["city"],
        "country": office_data()["countries"][imprint["country"]],
        "email": imprint["email"],
        "companyUstId": imprint["ustId"],
    }
    return Found([{"id": 0, "type": "", "elements": elements}], 1)


def cancel_subscription(ask: Ask) -> Found:
    """Note that a subscription was cancelled."""
    for name in ("aboid", "cancelationDate"):
        if not ask.parameters.get(name):
            raise Refusal(167, name)
    keep(ask, "cancelled subscription", as_text(ask.parameters["aboid"]), ask.parameters["cancelationDate"])
    return _result("success")


def make_payment_link(ask: Ask) -> Found:
    """Make the link for a further payment of a transaction."""
    for name in ("transactionid", "priceNet", "description"):
        if not ask.parameters.get(name):
            raise Refusal(167, name)
    transaction = _transaction(ask)
    url = f"https://shop.sandbox.invalid/pay/{transaction['id']}"
    return _result({"subsequentPaymentUrl": url, "mailToCustomerSent": ask.flag("sendMailToCustomer")})


def refund(ask: Ask) -> Found:
    """Refund a transaction, once."""
    transaction = _transaction(ask)
    name = str(transaction["id"])
    if not transaction["refundable"]:
        raise Refusal(210, "Die Transaktion ist noch nicht abgeschlossen")
    if recall(ask, "refund", name):
        raise Refusal(210, "Die Transaktion wurde bereits erstattet")
    keep(ask, "refund", name, ask.today)
    return _result("success")


def run_webhooks(ask: Ask) -> Found:
    """Pretend to call the webhooks of a record."""
    module = as_text(ask.parameters.get("module"))
    if not module:
        raise Refusal(167, "module")
    if module not in _HOOKED:
        raise Refusal(163)
    numbers = whole_numbers(ask.resourceid, "resourceid")
    check_exists(ask.db, _HOOKED[module], numbers[0])
    return _result("success")


def _transaction(ask: Ask) -> Mapping[str, Any]:
    for transaction in office_data()["transactions"]:
        if str(transaction["id"]) == str(ask.parameters["transactionid"]):
            return dict(transaction)
    raise Refusal(189)


def _result(value: Any) -> Found:
    return one(0, "", {"result": value})


CALLS: Mapping[str, Handler] = {
    "do unlockProvider": unlock,
    "get getMarketplaceInvoiceRecipient": read_recipient,
    "do marketplaceCancelAbo": cancel_subscription,
    "do subsequentPaymentLink": make_payment_link,
    "do transactionRefund": refund,
    "do executeMarketplaceWebhooks": run_webhooks,
}
