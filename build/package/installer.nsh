; What the installer for Windows does beside copying files. Installed for the whole machine only, so it may.
; Rules are for the program, not for ports alone, and not for public networks: a cafe's WLAN is none of the shop.

!define PRINTRAFT_RULE_LINKS "PrintRaft: other workstations (TCP 7100)"
!define PRINTRAFT_RULE_MDNS "PrintRaft: finding other workstations (UDP 5353)"
!define PRINTRAFT_RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"

!macro printraftDropRules
  nsExec::ExecToLog '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${PRINTRAFT_RULE_LINKS}"'
  Pop $0
  nsExec::ExecToLog '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${PRINTRAFT_RULE_MDNS}"'
  Pop $0
!macroend

!macro customInstall
  ; An update installs over what is there: without this, each would add its rules again.
  !insertmacro printraftDropRules
  nsExec::ExecToLog '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${PRINTRAFT_RULE_LINKS}" dir=in action=allow program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" protocol=TCP localport=7100 profile=private,domain'
  Pop $0
  ${If} $0 != 0
    DetailPrint "The firewall took no rule for TCP 7100: it will ask when PrintRaft is first started."
  ${EndIf}
  nsExec::ExecToLog '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${PRINTRAFT_RULE_MDNS}" dir=in action=allow program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" protocol=UDP localport=5353 profile=private,domain'
  Pop $0
  ${If} $0 != 0
    DetailPrint "The firewall took no rule for UDP 5353: it will ask when PrintRaft is first started."
  ${EndIf}
  ; Each user may switch it off in the Task Manager, Startup apps.
  WriteRegStr HKLM "${PRINTRAFT_RUN_KEY}" "PrintRaft" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --hidden'
!macroend

!macro customUnInstall
  !insertmacro printraftDropRules
  DeleteRegValue HKLM "${PRINTRAFT_RUN_KEY}" "PrintRaft"
!macroend
