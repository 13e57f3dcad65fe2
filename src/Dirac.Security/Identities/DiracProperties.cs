namespace Dirac.Security.Identities;

/// <summary>DIRAC's properties: the words with which groups are given rights.</summary>
public static class DiracProperties
{
    /// <summary>A host that may act for others.</summary>
    public const string TrustedHost = "TrustedHost";

    /// <summary>Submit jobs and own sandboxes.</summary>
    public const string NormalUser = "NormalUser";

    /// <summary>Act on the jobs and sandboxes of one's group; its task queues share one entity.</summary>
    public const string JobSharing = "JobSharing";

    /// <summary>Everything on any job of the VO except submission.</summary>
    public const string JobAdministrator = "JobAdministrator";

    /// <summary>See the information of any job.</summary>
    public const string JobMonitor = "JobMonitor";

    /// <summary>See all accounting.</summary>
    public const string AccountingMonitor = "AccountingMonitor";

    /// <summary>Match jobs of the whole VO; reschedule.</summary>
    public const string GenericPilot = "GenericPilot";

    /// <summary>Pilot logging, component log update, WMS administration calls.</summary>
    public const string Operator = "Operator";

    /// <summary>Commit and roll back the configuration.</summary>
    public const string CSAdministrator = "CSAdministrator";

    /// <summary>Manage components, accounting and pilots.</summary>
    public const string ServiceAdministrator = "ServiceAdministrator";

    /// <summary>Write resource status.</summary>
    public const string SiteManager = "SiteManager";

    /// <summary>Register and change users.</summary>
    public const string UserManager = "UserManager";

    /// <summary>Download full proxies of anybody; put requests for others.</summary>
    public const string FullDelegation = "FullDelegation";

    /// <summary>Download limited proxies of anybody.</summary>
    public const string LimitedDelegation = "LimitedDelegation";

    /// <summary>Download a limited proxy of oneself.</summary>
    public const string PrivateLimitedDelegation = "PrivateLimitedDelegation";

    /// <summary>See the proxy log; delete others' proxies; list tokens.</summary>
    public const string ProxyManagement = "ProxyManagement";

    /// <summary>Manage any transformation or production.</summary>
    public const string ProductionManagement = "ProductionManagement";

    /// <summary>Manage transformations and productions of one's author group.</summary>
    public const string ProductionSharing = "ProductionSharing";

    /// <summary>Manage one's own transformations and productions.</summary>
    public const string ProductionUser = "ProductionUser";

    /// <summary>Super-user of the file catalogue.</summary>
    public const string FileCatalogManagement = "FileCatalogManagement";

    /// <summary>Jobs may trigger staging from tape.</summary>
    public const string StageAllowed = "StageAllowed";

    /// <summary>Manage an extension's bookkeeping.</summary>
    public const string BookkeepingManagement = "BookkeepingManagement";

    /// <summary>An extension's approval of productions.</summary>
    public const string PPGAuthority = "PPGAuthority";
}
