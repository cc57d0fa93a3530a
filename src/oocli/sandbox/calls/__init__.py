"""What answers each call: one module per module of onOffice, each with a table ``CALLS``.

A handler takes an ``Ask`` and gives what it found, or raises a ``Refusal``. A call without
a handler is answered from its catalogue entry (``documented``). A handler is a function, its line in
``CALLS`` and, for a new resource type, its name in the table here.
"""

from collections.abc import Mapping
from importlib import import_module

from oocli.sandbox.ask import Handler

_RESOURCES: Mapping[str, str] = {
    "activities": "agentslog",
    "addresses": "address",
    "appointments": "appointmentConflicts appointmentList appointmentdocument calendarResources",
    "calendar": "calendar",
    "estates": "estate",
    "fieldconfig": "fields multiselectconfiguration",
    "files": "downloadFiles estatepictures file fileRelation",
    "logs": "log recordsLastSeen",
    "mails": "appointmentAffirmation emailInfo emailassignments registerNewsletter sendaddresscompletion"
    " sendmail",
    "marketplace": "executeMarketplaceWebhooks getMarketplaceInvoiceRecipient marketplaceCancelAbo"
    " subsequentPaymentLink transactionRefund unlockProvider",
    "matching": "qualifiedsuitors",
    "messenger": "messengerchatroomparticipants messengerroomlist messengersendmessageroom",
    "photos": "userphoto",
    "record_services": "accessControl addressHierarchyContacts checkuserrecordsright "
    "createestatetrackingaccount estatetrackingdetails getlink priceOffer workinglist",
    "relations": "idsfromrelation relation",
    "search": "search",
    "searchcriteria": "searchCriteriaFields searchcriteria searchcriterias",
    "office_settings": "actionkindtypes addressCompletionFields basicsettings confignewaddressfields"
    " estateCategories filters impressum regions regionsLiveSearch statisticWidgets timetracking",
    "tasks": "task",
    "templates": "defaultAttachments emailsignature emailtemplatefolders macroresolve pdf templates",
    "uploads": "uploadfile",
    "users": "groups user users",
    "website": "contactaddress distinctValues",
}
"""Module to the resource types that it answers; a module is imported when it is needed."""


def find_handler(name: str) -> Handler | None:
    """Return the function that answers ``verb resourcetype``, or None."""
    resource = name.partition(" ")[2]
    for module, resources in _RESOURCES.items():
        if resource in resources.split():
            calls: Mapping[str, Handler] = import_module(f"{__name__}.{module}").CALLS
            return calls.get(name)
    return None
