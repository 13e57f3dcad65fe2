namespace Dirac.Workload.Tests.Stores;

/// <summary>DIRAC's tables as its own databases have them (domain rules 16.1 to 16.5), column by column: name, type, default.</summary>
internal static class DiracSchema
{
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["JobDB.JobJDLs"] = "JobID int(11) unsigned; JDL mediumtext; JobRequirements text; OriginalJDL mediumtext",
        ["JobDB.Jobs"] =
            "JobID int(11) unsigned 0; JobType varchar(32) user; JobGroup varchar(32) 00000000; Site varchar(100) ANY; JobName varchar(128) Unknown; Owner varchar(64) Unknown; "
            + "OwnerGroup varchar(128) Unknown; VO varchar(32) Unknown; SubmissionTime datetime; RescheduleTime datetime; LastUpdateTime datetime; StartExecTime datetime; "
            + "HeartBeatTime datetime; EndExecTime datetime; Status varchar(32) Received; MinorStatus varchar(128) Unknown; ApplicationStatus varchar(255) Unknown; "
            + "UserPriority int(11) 0; RescheduleCounter int(11) 0; VerifiedFlag enum('True','False') False; AccountedFlag enum('True','False','Failed') False",
        ["JobDB.InputData"] = "JobID int(11) unsigned; LFN varchar(255) ''; Status varchar(32) AprioriGood",
        ["JobDB.JobParameters"] = "JobID int(11) unsigned; Name varchar(100); Value text",
        ["JobDB.OptimizerParameters"] = "JobID int(11) unsigned; Name varchar(100); Value mediumtext",
        ["JobDB.AtticJobParameters"] = "JobID int(11) unsigned; Name varchar(100); Value text; RescheduleCycle int(11) unsigned",
        ["JobDB.HeartBeatLoggingInfo"] = "JobID int(11) unsigned; Name varchar(100); Value text; HeartBeatTime datetime",
        ["JobDB.JobCommands"] =
            "JobID int(11) unsigned; Command varchar(100); Arguments varchar(100); Status varchar(64) Received; ReceptionTime datetime; ExecutionTime datetime",
        ["JobLoggingDB.LoggingInfo"] =
            "JobID int(11); SeqNum int(11) 0; Status varchar(32) ''; MinorStatus varchar(128) ''; ApplicationStatus varchar(255) ''; StatusTime datetime; "
            + "StatusTimeOrder double(12,3); StatusSource varchar(32) Unknown",
        ["TaskQueueDB.tq_TaskQueues"] =
            "TQId int(11) unsigned; Owner varchar(255); OwnerGroup varchar(32); VO varchar(32); CPUTime bigint(20) unsigned; Priority float; Enabled tinyint(1) 0",
        ["TaskQueueDB.tq_Jobs"] = "TQId int(11) unsigned; JobId int(11) unsigned; Priority int(10) unsigned; RealPriority float",
        ["TaskQueueDB.tq_TQToSites"] = "TQId int(11) unsigned; Value varchar(64)",
        ["TaskQueueDB.tq_TQToGridCEs"] = "TQId int(11) unsigned; Value varchar(64)",
        ["TaskQueueDB.tq_TQToBannedSites"] = "TQId int(11) unsigned; Value varchar(64)",
        ["TaskQueueDB.tq_TQToPlatforms"] = "TQId int(11) unsigned; Value varchar(64)",
        ["TaskQueueDB.tq_TQToJobTypes"] = "TQId int(11) unsigned; Value varchar(64)",
        ["TaskQueueDB.tq_TQToTags"] = "TQId int(11) unsigned; Value varchar(64)",
        ["SandboxMetadataDB.sb_Owners"] = "OwnerId int(10) unsigned; Owner varchar(32); OwnerGroup varchar(32); VO varchar(64)",
        ["SandboxMetadataDB.sb_SandBoxes"] =
            "SBId int(10) unsigned; OwnerId int(10) unsigned; SEName varchar(64); SEPFN varchar(512); Bytes bigint(20) 0; RegistrationTime datetime; LastAccessTime datetime; "
            + "Assigned tinyint(4) 0",
        ["SandboxMetadataDB.sb_EntityMapping"] = "SBId int(10) unsigned; EntityId varchar(128); Type varchar(64)",
        ["PilotAgentsDB.PilotAgents"] =
            "PilotID int(11) unsigned; InitialJobID int(11) unsigned 0; CurrentJobID int(11) unsigned 0; PilotJobReference varchar(255) Unknown; PilotStamp varchar(32) ''; "
            + "DestinationSite varchar(128) NotAssigned; Queue varchar(128) Unknown; GridSite varchar(128) Unknown; VO varchar(128); GridType varchar(32) LCG; BenchMark double 0; "
            + "SubmissionTime datetime; LastUpdateTime datetime; Status varchar(32) Unknown; StatusReason varchar(255) Unknown; AccountingSent enum('True','False') False",
        ["PilotAgentsDB.JobToPilotMapping"] = "PilotID int(11) unsigned; JobID int(11) unsigned; StartTime datetime",
        ["PilotAgentsDB.PilotOutput"] = "PilotID int(11) unsigned; StdOutput mediumtext; StdError mediumtext",
    };

    /// <summary>Columns of each key, primary ones marked P, unique ones U; keys that only serve a foreign key are left out.</summary>
    public static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["JobDB.JobJDLs"] = "P(JobID)",
        ["JobDB.Jobs"] = "P(JobID) (ApplicationStatus) (JobGroup) (JobType) (LastUpdateTime) (MinorStatus) (Owner) (OwnerGroup) (Site) (Status) (Status,Site)",
        ["JobDB.InputData"] = "P(JobID,LFN)",
        ["JobDB.JobParameters"] = "P(JobID,Name)",
        ["JobDB.OptimizerParameters"] = "P(JobID,Name)",
        ["JobDB.AtticJobParameters"] = "P(JobID,Name,RescheduleCycle)",
        ["JobDB.HeartBeatLoggingInfo"] = "P(JobID,Name,HeartBeatTime)",
        ["JobDB.JobCommands"] = "P(JobID,Arguments,ReceptionTime)",
        ["JobLoggingDB.LoggingInfo"] = "P(JobID,SeqNum)",
        ["TaskQueueDB.tq_TaskQueues"] = "P(TQId) (Owner,OwnerGroup,CPUTime)",
        ["TaskQueueDB.tq_Jobs"] = "P(JobId) (TQId)",
        ["TaskQueueDB.tq_TQToSites"] = "P(TQId,Value) (TQId) (Value)",
        ["TaskQueueDB.tq_TQToGridCEs"] = "P(TQId,Value) (TQId) (Value)",
        ["TaskQueueDB.tq_TQToBannedSites"] = "P(TQId,Value) (TQId) (Value)",
        ["TaskQueueDB.tq_TQToPlatforms"] = "P(TQId,Value) (TQId) (Value)",
        ["TaskQueueDB.tq_TQToJobTypes"] = "P(TQId,Value) (TQId) (Value)",
        ["TaskQueueDB.tq_TQToTags"] = "P(TQId,Value) (TQId) (Value)",
        ["SandboxMetadataDB.sb_Owners"] = "P(OwnerId)",
        ["SandboxMetadataDB.sb_SandBoxes"] = "P(SBId) U(SEName,SEPFN) (OwnerId)",
        ["SandboxMetadataDB.sb_EntityMapping"] = "U(SBId,EntityId,Type) (EntityId) (SBId)",
        ["PilotAgentsDB.PilotAgents"] = "P(PilotID) (GridSite,DestinationSite,Status) (PilotJobReference) (Status)",
        ["PilotAgentsDB.JobToPilotMapping"] = "(JobID) (PilotID)",
        ["PilotAgentsDB.PilotOutput"] = "P(PilotID)",
    };

    public static TheoryData<string> Tables() => [.. Columns.Keys];
}
