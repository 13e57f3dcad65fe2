using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Framework.Accounts;

/// <summary>Whom a manager of users may give what. Pure.</summary>
internal static class AccountRights
{
    /// <summary>Whether a caller manages the users of <paramref name="vo"/>.</summary>
    public static bool IsSeenBy(Caller caller, string vo) => caller.OnlyVo is null || caller.OnlyVo == vo;

    /// <summary>Demands that nobody gets more than whoever gives has: a manager of users makes no administrators.</summary>
    /// <exception cref="DiracException">NotAuthorized: one of <paramref name="groups"/>, other than the VO's default group, has a property that the caller has not.</exception>
    public static void DemandNoMore(Caller caller, Registry registry, string vo, IEnumerable<string> groups)
    {
        foreach (var group in groups.Where(group => group != registry.DefaultGroupOfVo(vo)))
        {
            if (registry.PropertiesOf(group).FirstOrDefault(property => !caller.Properties.Has(property)) is { } more)
                throw new DiracException(ErrorCode.NotAuthorized, $"The group {group} has the property {more}, which you have not.", "Ask somebody who has it.");
        }
    }
}
